using System.CommandLine;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Runs;

/// <summary><c>agentbus runs</c>.</summary>
internal static class RunsCommand
{
    public static Command Create(CommandKit kit)
    {
        var state = new Option<string?>("--state") { Description = "Pending, Running, Waiting, Paused, Compensating, Completed, Faulted or Cancelled." };
        var workflow = new Option<string?>("--workflow") { Description = "name or namespace/name." };
        var parent = new Option<Guid?>("--parent") { Description = "Started by a step of this run." };
        var since = new Option<string?>("--since") { Description = "Started at or after this ISO 8601 time." };
        var until = new Option<string?>("--until") { Description = "Started before this ISO 8601 time." };
        var limit = new Option<int>("--limit") { Description = "At most so many.", DefaultValueFactory = _ => 20 };
        var cursor = new Option<string?>("--cursor") { Description = "'next' of the page before." };
        var command = new Command("runs", "Lists runs, newest first.") { state, workflow, parent, since, until, limit, cursor };
        kit.Handle(command, async (parse, session) =>
        {
            var answer = await session.Api.GetAsync(
                Query.Of("/v1/runs",
                    ("state", parse.GetValue(state)), ("workflow", parse.GetValue(workflow)), ("parent", parse.GetValue(parent)?.ToString()), ("since", parse.GetValue(since)),
                    ("until", parse.GetValue(until)), ("limit", $"{parse.GetValue(limit)}"), ("cursor", parse.GetValue(cursor))),
                session.Cancelled);
            if (session.Output.IsJson)
            {
                session.Output.Json(answer.Json);
                return ExitCode.Success;
            }

            var page = answer.As(ApiJson.Default.PageRun);
            session.Output.Table(
                ["RUN", "WORKFLOW", "STATE", "STARTED", "TOOK", "COST", "BY"],
                page.Items.Select(run => (IReadOnlyList<string>)
                [
                    $"{run.Id}", Shown.Safe(run.Workflow), $"[{Shown.Colour(run.State)}]{Shown.Safe(run.State)}[/]", Shown.Time(run.CreatedAt),
                    Shown.Span((run.EndedAt ?? session.Terminal.Clock.GetUtcNow()) - run.CreatedAt), Shown.Money(run.CostUsd), Shown.Safe(run.StartedBy),
                ]),
                "There are no such runs.");
            if (page.Next is { } next)
            {
                session.Output.Note($"There are more: agentbus runs --cursor {next}");
            }

            return ExitCode.Success;
        });
        return command;
    }
}

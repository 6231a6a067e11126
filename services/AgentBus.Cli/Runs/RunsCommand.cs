using System.CommandLine;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Runs;

/// <summary><c>agentbus runs</c>.</summary>
internal static class RunsCommand
{
    /// <summary>Options that go to the API as they are: the option, the parameter, what it says.</summary>
    private static readonly IReadOnlyList<(string Option, string Parameter, string Description)> Filters =
    [
        ("--state", "state", "Pending, Running, Waiting, Paused, Compensating, Completed, Faulted, Cancelled; or open, or over."),
        ("--workflow", "workflow", "name, namespace/name, or either with @version."),
        ("--version", "version", "Version of the workflow."),
        ("--error-type", "errorType", "Type of the error that ended the run: its URI or its last word, such as timeout."),
        ("--agent", "agent", "With a step of this agent."),
        ("--started-by", "startedBy", "Name of the key, or the event source."),
        ("--parent", "parent", "Started by this run."),
        ("--text", "text", "Words in the input, all of them; word* finds what begins so."),
        ("--since", "since", "Started at or after this ISO 8601 time."),
        ("--until", "until", "Started at or before this ISO 8601 time."),
    ];

    public static Command Create(CommandKit kit)
    {
        var filters = Filters.Select(filter => (filter.Parameter, Option: new Option<string?>(filter.Option) { Description = filter.Description })).ToList();
        var paging = new PageOptions();
        var command = new Command("runs", "Lists runs, newest first.") { MoveCommand.Create(kit) };
        filters.ForEach(filter => command.Add(filter.Option));
        paging.AddTo(command);
        kit.Handle(command, (parse, session) => Runs(session.Terminal.Clock.GetUtcNow()).ShowAsync(
            session, Query.Of("/v1/runs", [.. filters.Select(filter => (filter.Parameter, parse.GetValue(filter.Option))), .. paging.Of(parse)])));
        return command;
    }

    private static Listing<Run> Runs(DateTimeOffset now) => new(
        ApiJson.Default.PageRun, ["RUN", "WORKFLOW", "STATE", "STARTED", "TOOK", "COST", "BY"],
        run =>
        [
            $"{run.Id}", Shown.Safe(run.Workflow), $"[{Shown.Colour(run.State)}]{Shown.Safe(run.State)}[/]", Shown.Time(run.CreatedAt),
            Shown.Span((run.EndedAt ?? now) - run.CreatedAt), Shown.Money(run.CostUsd), Shown.Safe(run.StartedBy),
        ],
        "There are no such runs.");
}

using System.CommandLine;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Runs;

/// <summary><c>agentbus stuck</c>: what does not move by itself, why, and what to do.</summary>
internal static class StuckCommand
{
    public static Command Create(CommandKit kit)
    {
        var limit = new Option<int>("--limit") { Description = "Open runs looked at.", DefaultValueFactory = _ => 100 };
        var cursor = new Option<string?>("--cursor") { Description = "'next' of the page before." };
        var command = new Command("stuck", "Lists open runs that do not move by themselves, oldest first: why, since when, and what to do.") { limit, cursor };
        kit.Handle(command, async (parse, session) =>
        {
            var answer = await session.Api.GetAsync(
                Query.Of("/v1/runs/stuck", ("limit", $"{parse.GetValue(limit)}"), ("cursor", parse.GetValue(cursor))), session.Cancelled);
            if (session.Output.IsJson)
            {
                session.Output.Json(answer.Json);
                return ExitCode.Success;
            }

            var page = answer.As(ApiJson.Default.PageStuckRun);
            foreach (var run in page.Items)
            {
                Print(session.Output, run);
            }

            if (page is { Items.Count: 0, Next: null })
            {
                session.Output.Note("Nothing is stuck.");
            }

            if (page.Next is { } next)
            {
                session.Output.Note($"There are more open runs: agentbus stuck --cursor {next}");
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(Output output, StuckRun run)
    {
        output.Line($"[bold]{run.Id}[/] {Shown.Safe($"{run.Namespace}/{run.Name}@{run.Version}")} [{Shown.Colour(run.State)}]{Shown.Safe(run.State)}[/]");
        foreach (var why in run.WaitingFor)
        {
            var since = why.Since is { } from ? $", since {Shown.Time(from)}" : "";
            var until = why.Until is { } to && !why.Reason.StartsWith("until ", StringComparison.Ordinal) ? $", until {Shown.Time(to)}" : "";
            output.Line($"  {(why.Step is null ? "" : $"{Shown.Safe(why.Step)}: ")}{Shown.Safe(why.Reason)}{since}{until}");
            if (why.ToDo is { } help)
            {
                output.Line($"    [grey]{Shown.Safe(help)}[/]");
            }
        }
    }
}

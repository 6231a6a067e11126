using System.CommandLine;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Runs;

/// <summary><c>agentbus stuck</c>: what does not move by itself, why, and what to do.</summary>
internal static class StuckCommand
{
    public static Command Create(CommandKit kit)
    {
        var paging = new PageOptions(100, "Open runs looked at.");
        var command = new Command("stuck", "Lists open runs that do not move by themselves, oldest first: why, since when, and what to do.");
        paging.AddTo(command);
        kit.Handle(command, async (parse, session) =>
        {
            var answer = await session.Api.GetAsync(Query.Of("/v1/runs/stuck", paging.Of(parse)), session.Cancelled);
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

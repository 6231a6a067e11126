using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;
using Spectre.Console;

namespace AgentBus.Cli.Runs;

/// <summary>Shows a run while it goes on: a tree that is redrawn on a terminal, a line for each change elsewhere, nothing with <c>--json</c>.</summary>
internal static class RunDisplay
{
    public static async Task<RunDetails> WatchAsync(Session session, Guid run)
    {
        var watcher = new RunWatcher(session, run);
        if (session.Output.IsJson)
        {
            return await watcher.WatchAsync(_ => { });
        }

        if (!session.Terminal.IsLive)
        {
            return await watcher.WatchAsync(Changes(session));
        }

        return await session.Output.Ansi.Live(new Text("")).StartAsync(live => watcher.WatchAsync(details =>
        {
            live.UpdateTarget(RunView.Of(details, session.Terminal.Clock.GetUtcNow()));
            live.Refresh();
        }));
    }

    private static Action<RunDetails> Changes(Session session)
    {
        var seen = new Dictionary<string, (string State, int Attempt, string? Reason)>();
        var waiting = new HashSet<string>();
        return details =>
        {
            var now = session.Terminal.Clock.GetUtcNow();
            foreach (var step in details.Steps)
            {
                var state = (step.State, step.Attempt, step.State == "Waiting" ? step.Reason : null);
                if (!seen.TryGetValue(step.Id, out var before) || before != state)
                {
                    seen[step.Id] = state;
                    session.Output.Line(RunView.Line(step, step.Id, now));
                }
            }

            foreach (var reason in details.WaitingFor.Select(w => w.Reason).Where(waiting.Add))
            {
                session.Output.Line($"[yellow]waiting: {Shown.Safe(reason)}[/]");
            }
        };
    }
}

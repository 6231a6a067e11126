using AgentBus.Chaos.Houses;
using AgentBus.Chaos.Load;

namespace AgentBus.Chaos.Shuffling;

/// <summary>Pauses runs, sees that they stand, and resumes them. A command that comes again later must not pause them again.</summary>
internal sealed class Operators(House house)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs that were paused and resumed.</summary>
    public int Paused { get; private set; }

    /// <summary>Goes on until it is cancelled, with one run after the other.</summary>
    public async Task PauseAsync(IReadOnlyList<LoadCase> cases, CancellationToken cancellationToken)
    {
        foreach (var one in cases.Where(one => one.Workflow is Cases.Timers or Cases.Long))
        {
            Guid run;
            while (!house.Ledger.Runs.TryGetValue(one.Name, out run))
            {
                await Task.Delay(Look, TimeProvider.System, cancellationToken);
            }

            await house.Api.PostAsync($"/v1/runs/{run}/pause", """{"reason":"chaos"}""", cancellationToken);
            if (await SeenAsync(run, state => state is "paused" or "completed", cancellationToken) == "paused")
            {
                await house.Api.PostAsync($"/v1/runs/{run}/resume", """{"reason":"chaos"}""", cancellationToken);
                await SeenAsync(run, state => state != "paused", cancellationToken);
                Paused++;
            }
        }
    }

    private async Task<string> SeenAsync(Guid run, Func<string, bool> wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            var state = (await house.Api.GetAsync($"/v1/runs/{run}", cancellationToken)).GetProperty("run").GetProperty("state").GetString()!.ToLowerInvariant();
            if (wanted(state))
            {
                return state;
            }

            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }
}

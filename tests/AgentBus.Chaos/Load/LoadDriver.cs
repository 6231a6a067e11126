using AgentBus.Chaos.Houses;

namespace AgentBus.Chaos.Load;

/// <summary>Starts the runs of a load through the API and decides their approvals, however often the gateway dies.</summary>
internal sealed class LoadDriver(House house, Ledger ledger)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(150);

    /// <summary>Starts all cases; completes when the last one was answered.</summary>
    /// <param name="cases">What to start.</param>
    /// <param name="inFlight">Runs that are not over yet, at most.</param>
    /// <param name="allowed">How many may be started by now; null = all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task StartAsync(IReadOnlyList<LoadCase> cases, int inFlight, Func<int>? allowed, CancellationToken cancellationToken)
    {
        for (var started = 0; started < cases.Count;)
        {
            var over = await house.Store.TryCountEndedAsync(cancellationToken) ?? 0;
            var room = Math.Min(inFlight - (started - over), Math.Min(allowed?.Invoke() ?? cases.Count, cases.Count) - started);
            if (room > 0)
            {
                var options = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken };
                await Parallel.ForEachAsync(cases.Skip(started).Take(room), options, async (one, token) => await StartAsync(one, token));
                started += room;
            }

            await Task.Delay(Step, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Starts one run; tries until the start is answered.</summary>
    public async Task<Guid> StartAsync(LoadCase one, CancellationToken cancellationToken)
    {
        ledger.Starting(one);
        var run = await house.Api.StartAsync($"chaos/{one.Workflow}", one.Input, one.Name, cancellationToken);
        ledger.Started(one, run);
        return run;
    }

    /// <summary>Decides approvals as their cases say, until cancelled.</summary>
    public async Task DecideAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var (id, title) in await house.Api.OpenApprovalsAsync(cancellationToken))
            {
                if (ledger.Find(title) is { } one)
                {
                    await house.Api.DecideAsync(id, one.Approves, cancellationToken);
                }
            }

            await Task.Delay(Step, TimeProvider.System, cancellationToken);
        }
    }
}

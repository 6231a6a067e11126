using System.Diagnostics.CodeAnalysis;
using AgentBus.Chaos;
using AgentBus.Contracts;
using AgentBus.Orchestrator.Registry;
using AgentBus.Orchestrator.Relay;
using AgentBus.Storage;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Saga;

/// <summary>
/// Has messages of a run take turns in this process. Those that wait at the same time are decided together: one load, a decision for each, one commit, after
/// which each is acked. No delay is added: while one commit is on its way to the disk the next messages gather.
/// </summary>
internal sealed class RunTurns(IRunStore runs, RecentRuns recent, ICommitter committer, OutboxRelay relay, LaneRoster lanes, TimeProvider clock)
{
    private const int MaxFold = 64;
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(250);

    private readonly RunLines _lines = new();

    /// <summary>Completes when what the message changes is written.</summary>
    public async Task VisitAsync(RunVisit visit, CancellationToken cancellationToken)
    {
        if (_lines.Enter(visit) || await visit.Called)
        {
            try
            {
                await LeadAsync(visit, cancellationToken);
            }
            finally
            {
                _lines.Leave(visit);
            }
        }

        await visit.End;
    }

    private async Task LeadAsync(RunVisit first, CancellationToken cancellationToken)
    {
        var (open, most, tries) = (new List<RunVisit> { first }, MaxFold, 1);
        while (open.Count > 0)
        {
            RunFold? fold = null;
            var began = clock.GetTimestamp();
            try
            {
                fold = new RunFold(await LoadAsync(first.Message, cancellationToken));
                await FillAsync(fold, open, most);
                if (await CommitAsync(first.Message.Run, fold, cancellationToken))
                {
                    Close(open, fold.Visits, visit => visit.Done());
                    tries = 1;
                }
                else
                {
                    await Task.Delay(Turn(clock.GetElapsedTime(began), tries++), clock, cancellationToken);
                }
            }
            catch (Exception e)
            {
                recent.Forget(first.Message.Run);
                if (fold is { Visits.Count: > 1 } && !StoreFault.IsAway(e) && !cancellationToken.IsCancellationRequested)
                {
                    most = 1; // One that cannot be written must not keep the others from it.
                }
                else
                {
                    Close(open, fold is { Visits.Count: > 0 } ? fold.Visits : [.. open], visit => visit.Fail(e));
                }
            }
        }
    }

    private async Task FillAsync(RunFold fold, List<RunVisit> open, int most)
    {
        var known = new Queue<RunVisit>(open);
        while (fold.IsOpen && fold.Visits.Count < most && (known.TryDequeue(out var visit) || TryJoin(open, most, out visit)))
        {
            try
            {
                await fold.AddAsync(visit);
            }
            catch (Exception e)
            {
                recent.Forget(visit.Message.Run);
                Close(open, [visit], failed => failed.Fail(e));
            }
        }
    }

    private bool TryJoin(List<RunVisit> open, int most, [NotNullWhen(true)] out RunVisit? visit)
    {
        visit = open.Count > 0 && open.Count < most ? _lines.Join(open) : null;
        if (visit is not null)
        {
            open.Add(visit);
        }

        return visit is not null;
    }

    private async Task<RunSaga?> LoadAsync(IRunMessage message, CancellationToken cancellationToken)
    {
        var known = recent.Find(message);
        var row = known?.Row ?? await runs.LoadAsync(message.Tenant, message.Run, cancellationToken);
        CrashPoint.Hit("after-inbox");
        return row is null
            ? null
            : new RunSaga
            {
                CorrelationId = row.Id, CurrentState = row.Status, Row = row, State = known?.State ?? RunState.FromBytes(row.EngineState),
                IsRecent = known is not null,
            };
    }

    /// <summary>False = another process changed the run first, or may have: load again and decide again.</summary>
    private async Task<bool> CommitAsync(Guid run, RunFold fold, CancellationToken cancellationToken)
    {
        if (!fold.Changes)
        {
            recent.Forget(run);
            return fold.Visits.Count == 0 || !fold.IsRecent;
        }

        var set = fold.ToSet(lanes);
        if (!await committer.CommitAsync(set, cancellationToken))
        {
            recent.Lost(run, fold.IsRecent);
            return false;
        }

        recent.Written(fold.Row, set, fold.State);
        relay.Committed(set);
        return true;
    }

    private static void Close(List<RunVisit> open, IReadOnlyList<RunVisit> closed, Action<RunVisit> how)
    {
        foreach (var visit in closed)
        {
            open.Remove(visit);
            how(visit);
        }
    }

    // Whoever won decides on its next messages now, which takes it about as long as the try that was lost took here. A random wait of up to that, doubled
    // with each loss, gives each process its turn; the messages keep their places in their run meanwhile, and more of them share the next commit.
    private static TimeSpan Turn(TimeSpan lost, int tries)
    {
        var longest = lost * (1 << Math.Min(tries - 1, 4));
        return Random.Shared.NextDouble() * (longest < LongestTurn ? longest : LongestTurn);
    }
}

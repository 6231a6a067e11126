using AgentBus.Chaos;
using AgentBus.Contracts;
using AgentBus.Orchestrator.Relay;
using AgentBus.Orchestrator.Runs;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;
using MassTransit;
using MassTransit.Saga;

namespace AgentBus.Orchestrator.Saga;

/// <summary>
/// The saga repository over the write-set seam: loads a run's row, lets the machine decide, hands the write set to the group
/// committer, and lets the relay publish once it is written. A crash before the commit leaves the message un-acked: it comes again.
/// A crash after it leaves the rows in the outbox: the relay publishes them, and the message that comes again changes nothing.
/// </summary>
internal sealed class RunRepository(
    IRunStore runs, RecentRuns recent, ICommitter committer, OutboxRelay relay, ISagaConsumeContextFactory<RunRepository, RunSaga> contexts, TimeProvider clock)
    : ISagaRepositoryContextFactory<RunSaga>
{
    private const int MaxTurnMilliseconds = 16;

    public void Probe(ProbeContext context) => context.Add("persistence", "agentbus");

    public async Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<RunSaga, T>> next)
        where T : class
    {
        var message = context.Message as IRunMessage
            ?? throw new InvalidOperationException($"{typeof(T).Name} does not name a run.");
        for (var tries = 1; await IsLostAsync(context, message, next); tries++)
        {
            await Task.Delay(Turn(tries), clock, context.CancellationToken);
        }

        relay.Consumed(context.MessageId);
        if (message is AttemptFinished done)
        {
            relay.Consumed(MessageIds.Dispatch(done.Run, done.Step, done.Attempt, done.Agent));
        }
    }

    public Task SendQuery<T>(
        ConsumeContext<T> context, ISagaQuery<RunSaga> query, IPipe<SagaRepositoryQueryContext<RunSaga, T>> next)
        where T : class => throw new NotSupportedException("Runs are found by id alone.");

    public async Task<RunSaga?> LoadAsync(IRunMessage message, CancellationToken cancellationToken)
    {
        var known = recent.Find(message);
        var row = known ?? await runs.LoadAsync(message.Tenant, message.Run, cancellationToken);
        CrashPoint.Hit("after-inbox");
        return row is null
            ? null
            : new RunSaga
            {
                CorrelationId = row.Id, CurrentState = row.Status, Row = row, State = RunState.FromBytes(row.EngineState), IsRecent = known is not null,
            };
    }

    /// <summary>False = another process changed the run first, or may have: load again and decide again.</summary>
    public async Task<bool> CommitAsync(RunSaga saga, CancellationToken cancellationToken)
    {
        if (saga.Decided is not { } decided)
        {
            recent.Forget(saga.CorrelationId);
            return !saga.IsRecent;
        }

        var set = decided.Set with { Status = saga.CurrentState };
        if (!await committer.CommitAsync(set, cancellationToken))
        {
            recent.Lost(saga);
            return false;
        }

        recent.Written(saga.Row, set, decided.State.IsOver);
        relay.Committed(set);
        return true;
    }

    private async Task<bool> IsLostAsync<T>(ConsumeContext<T> context, IRunMessage message, IPipe<SagaRepositoryContext<RunSaga, T>> next)
        where T : class
    {
        var attempt = new RunRepositoryContext<T>(this, context, contexts, message);
        try
        {
            await next.Send(attempt);
            return attempt.IsLost;
        }
        catch
        {
            recent.Forget(message.Run);
            throw;
        }
    }

    // Whoever won decides on its next message now. A random wait of a few commits gives each process its turn; the message keeps its place in its run
    // meanwhile, so a commit makes at most one decision of each other process stale.
    private static TimeSpan Turn(int tries) => TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * Math.Min(1 << Math.Min(tries, 10), MaxTurnMilliseconds));
}

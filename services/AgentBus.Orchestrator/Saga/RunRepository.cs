using AgentBus.Contracts;
using AgentBus.Orchestrator.Relay;
using AgentBus.Orchestrator.Runs;
using MassTransit;
using MassTransit.Saga;

namespace AgentBus.Orchestrator.Saga;

/// <summary>
/// The saga repository over the write-set seam: the message takes its turn at its run, the machine decides, the group committer writes, and the relay
/// publishes what is written. A crash before the commit leaves the message un-acked: it comes again.
/// A crash after it leaves the rows in the outbox: the relay publishes them, and the message that comes again changes nothing.
/// </summary>
internal sealed class RunRepository(RunTurns turns, OutboxRelay relay, ISagaConsumeContextFactory<RunRepository, RunSaga> contexts)
    : ISagaRepositoryContextFactory<RunSaga>
{
    public void Probe(ProbeContext context) => context.Add("persistence", "agentbus");

    public async Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<RunSaga, T>> next)
        where T : class
    {
        var message = context.Message as IRunMessage
            ?? throw new InvalidOperationException($"{typeof(T).Name} does not name a run.");
        var visit = new RunVisit(message, run => next.Send(new RunRepositoryContext<T>(this, context, contexts, run)));
        await turns.VisitAsync(visit, context.CancellationToken);

        relay.Consumed(context.MessageId);
        if (message is AttemptFinished done)
        {
            relay.Consumed(MessageIds.Dispatch(done.Run, done.Step, done.Attempt, done.Agent));
        }
    }

    public Task SendQuery<T>(
        ConsumeContext<T> context, ISagaQuery<RunSaga> query, IPipe<SagaRepositoryQueryContext<RunSaga, T>> next)
        where T : class => throw new NotSupportedException("Runs are found by id alone.");
}

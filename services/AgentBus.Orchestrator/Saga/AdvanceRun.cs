using AgentBus.Contracts;
using AgentBus.Orchestrator.Runs;
using MassTransit;

namespace AgentBus.Orchestrator.Saga;

/// <summary>The one activity of the machine: asks the engine.</summary>
internal sealed class AdvanceRun<T>(RunAdvancer advancer) : IStateMachineActivity<RunSaga, T>
    where T : class, IRunMessage
{
    public void Probe(ProbeContext context) => context.CreateScope("advance");

    public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);

    public async Task Execute(BehaviorContext<RunSaga, T> context, IBehavior<RunSaga, T> next)
    {
        var message = RunEvents.HasNaturalKey(context.Message) ? null : context.MessageId;
        context.Saga.Decided = await advancer.DecideAsync(context.Saga, RunEvents.From(context.Message), message, context.CancellationToken);
        await next.Execute(context);
    }

    public Task Faulted<TException>(BehaviorExceptionContext<RunSaga, T, TException> context, IBehavior<RunSaga, T> next)
        where TException : Exception => next.Faulted(context);
}

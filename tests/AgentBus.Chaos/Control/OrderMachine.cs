using MassTransit;

namespace AgentBus.Chaos.Control;

/// <summary>Five steps in a row, each by the worker: the load's <c>sequence</c>, as one would write it on MassTransit.</summary>
internal sealed class OrderMachine : MassTransitStateMachine<Order>
{
    public const int Steps = 5;

    public OrderMachine()
    {
        InstanceState(order => order.CurrentState);
        Event(() => Started, e => e.CorrelateById(context => context.Message.Order));
        Event(() => Done, e => e.CorrelateById(context => context.Message.Order));

        Initially(When(Started)
            .Then(context => (context.Saga.Case, context.Saga.Step) = (context.Message.Case, 1))
            .TransitionTo(Working)
            .Publish(context => Next(context.Saga)));

        // A repetition of what was done already changes nothing.
        During(Working,
            Ignore(Started),
            When(Done, context => context.Message.Step == context.Saga.Step)
                .Then(context => context.Saga.Step++)
                .IfElse(
                    context => context.Saga.Step > Steps,
                    over => over.TransitionTo(Completed),
                    further => further.Publish(context => Next(context.Saga))));
        During(Completed, Ignore(Started), Ignore(Done));
    }

    public State Working { get; private set; } = null!;

    public State Completed { get; private set; } = null!;

    public Event<ControlStart> Started { get; private set; } = null!;

    public Event<ControlDone> Done { get; private set; } = null!;

    private static ControlWork Next(Order order) => new(order.CorrelationId, order.Case, order.Step);
}

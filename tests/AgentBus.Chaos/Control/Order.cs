using MassTransit;

namespace AgentBus.Chaos.Control;

/// <summary>The saga of the control group: one row.</summary>
public sealed class Order : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "Initial";

    public string Case { get; set; } = "";

    /// <summary>The step it waits for, from 1.</summary>
    public int Step { get; set; }
}

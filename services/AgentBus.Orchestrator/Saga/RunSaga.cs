using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;
using MassTransit;

namespace AgentBus.Orchestrator.Saga;

/// <summary>A run as the state machine holds it while one message is handled.</summary>
internal sealed class RunSaga : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }

    public required string CurrentState { get; set; }

    public required LoadedRun Row { get; init; }

    public required RunState State { get; init; }

    /// <summary>What the engine decided for this message; null = nothing changes.</summary>
    public RunDecision? Decided { get; set; }
}

/// <summary>A decision on its way to the committer.</summary>
/// <param name="Status">The state the engine wants; the state machine moves there.</param>
/// <param name="Set">All that changes.</param>
internal sealed record RunDecision(RunStatus Status, WriteSet Set);

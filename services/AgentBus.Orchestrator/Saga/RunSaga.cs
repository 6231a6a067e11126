using System.Collections.ObjectModel;
using System.Text.Json;
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

    /// <summary>Documents that are at hand, whether or not they are stored yet.</summary>
    public IReadOnlyDictionary<string, JsonElement> Known { get; init; } = ReadOnlyDictionary<string, JsonElement>.Empty;

    /// <summary>Whether it is as this process left it rather than as the store has it now.</summary>
    public bool IsRecent { get; init; }

    /// <summary>What the engine decided for this message; null = nothing changes.</summary>
    public RunDecision? Decided { get; set; }
}

/// <summary>A decision on its way to the committer.</summary>
/// <param name="State">The run's next state; the state machine moves to its status.</param>
/// <param name="Set">All that changes.</param>
internal sealed record RunDecision(RunState State, WriteSet Set);

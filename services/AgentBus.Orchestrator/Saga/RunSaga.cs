using System.Text.Json;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Definitions;
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

    /// <summary>Documents that are at hand, whether or not they are stored yet. What is loaded for a decision is added.</summary>
    public Dictionary<string, JsonElement> Known { get; init; } = [];

    /// <summary>Whether it is as this process left it rather than as the store has it now.</summary>
    public bool IsRecent { get; init; }

    /// <summary>What the engine decided for this message; null = nothing changes.</summary>
    public RunDecision? Decided { get; set; }
}

/// <summary>A decision on its way to the committer.</summary>
/// <param name="Made">What the engine decided.</param>
/// <param name="Definition">By which definition.</param>
/// <param name="Happened">Of what.</param>
/// <param name="At">When.</param>
/// <param name="TraceParent">W3C trace context of the message.</param>
/// <param name="Inbox">The message's id, where nothing else tells a repetition.</param>
internal sealed record RunDecision(
    Decision Made, DefinitionKey Definition, RunEvent Happened, DateTimeOffset At, string? TraceParent = null, Guid? Inbox = null)
{
    /// <summary>The run's next state; the state machine moves to its status.</summary>
    public RunState State => Made.State;
}

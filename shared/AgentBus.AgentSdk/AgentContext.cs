using AgentBus.Contracts;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace AgentBus.AgentSdk;

/// <summary>What an agent knows of the attempt it does.</summary>
public sealed class AgentContext
{
    public required string Tenant { get; init; }

    /// <summary>Name of the agent that works; prompt files lie under it.</summary>
    public string Agent { get; init; } = "";

    public required Guid Run { get; init; }

    /// <summary>Unique in the run.</summary>
    public required string Step { get; init; }

    /// <summary>1 for the first try. Only a fence: never part of a key for the outside world.</summary>
    public required int Attempt { get; init; }

    /// <summary>The same for every attempt and redelivery of the step.</summary>
    public required string IdempotencyKey { get; init; }

    public required WorkflowRef Workflow { get; init; }

    /// <summary>When the answer is no longer wanted; the token given to the agent is cancelled then.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Why the previous attempt's output was rejected; null on a first try.</summary>
    public string? Feedback { get; init; }

    public string? Objective { get; init; }

    /// <summary>What the attempt may cost: what the run's budget holds for it. Null = no bound. Spending more is recorded against the agent.</summary>
    public decimal? MaxCostUsd { get; init; }

    /// <summary>Tokens, in and out, that the run's budget holds for it; null = no bound.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>The model gateway. What its calls cost is added to the attempt.</summary>
    public required IChatClient Chat { get; init; }

    /// <summary>
    /// Tells what an answer of <see cref="Chat"/> was worth, 0 to 1, where the agent has checked it: later calls of the kind go to the models that did well. Goes with
    /// the attempt's result, whatever that is. Without it an answer is judged by whether the step's output was accepted.
    /// </summary>
    public Action<ChatResponse, double> Judge { get; init; } = (_, _) => { };

    /// <summary>What this workflow's runs remember.</summary>
    public required IAgentMemory Memory { get; init; }

    /// <summary>Every entry carries run, step and attempt.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Tells people how far the attempt is: fraction 0..1 or null, and what is being done. May be lost.</summary>
    public required Action<double?, string> Progress { get; init; }
}

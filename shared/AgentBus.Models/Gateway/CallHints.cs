using AgentBus.Models.Cache;
using AgentBus.Models.Routing;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Gateway;

/// <summary>
/// What a caller tells the gateway about a call, beside the chat itself: members of <c>metadata</c> or headers in an HTTP request,
/// members of <see cref="ChatOptions.AdditionalProperties"/> in process. The names are in <see cref="HintNames"/>.
/// </summary>
public sealed record CallHints
{
    /// <summary>The tenant of a call that names none.</summary>
    public const string DefaultTenant = "default";

    /// <summary>No hints.</summary>
    public static CallHints None { get; } = new();

    /// <summary>Task for the extractive provider; see its README.</summary>
    public string? Task { get; init; }

    /// <summary>(run, step) of the caller: an equal request under the same key is answered from the store and not paid twice. HTTP also takes the header <c>Idempotency-Key</c>.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Whose call it is.</summary>
    public string Tenant { get; init; } = DefaultTenant;

    /// <summary>Run of the call.</summary>
    public Guid? Run { get; init; }

    /// <summary>Step of the run, as its dispatch names it.</summary>
    public string? Step { get; init; }

    /// <summary>Task of the definition, such as <c>/do/2/check</c>; the step where only that is given.</summary>
    public string? TaskPath { get; init; }

    /// <summary>Attempt of the step, from 1.</summary>
    public int? Attempt { get; init; }

    /// <summary>Agent that calls.</summary>
    public string? Agent { get; init; }

    /// <summary>Workflow of the run.</summary>
    public string? Workflow { get; init; }

    /// <summary>Kind of work, which the router learns by; left out: workflow and task path, else the agent, else the extractive task.</summary>
    public string? StepType { get; init; }

    /// <summary>What matters most; null leaves it to the policy.</summary>
    public Objective? Objective { get; init; }

    /// <summary>When the answer must be there. Models that are usually slower are not asked, and the call ends then.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The most the caller pays, in US dollars, for all calls of its step.</summary>
    public decimal? MaxCostUsd { get; init; }

    /// <summary>Lowest expected quality the caller takes, 0 to 1.</summary>
    public double? MinQuality { get; init; }

    /// <summary>Where the prompt may go.</summary>
    public DataPolicy DataPolicy { get; init; } = DataPolicy.Anywhere;

    /// <summary>Name of a model whose answer the caller did not accept: only stronger ones are asked.</summary>
    public string? StrongerThan { get; init; }

    /// <summary>Whether the output of an earlier attempt of the step was rejected: a stronger model than usual is asked, with each attempt one more.</summary>
    public bool Rejected { get; init; }

    /// <summary>Whether a worse answer does no harm here, so that a model may be tried to learn from it.</summary>
    public bool MayExplore { get; init; }

    /// <summary>Version of the step: its definition's, its prompt's or its agent's. An answer serves calls of the same version only.</summary>
    public string? StepVersion { get; init; }

    /// <summary>Which earlier answers may serve the call; null leaves it to the configuration.</summary>
    public CacheMode? Cache { get; init; }

    /// <summary>By what configuration may name the call, the closest first: its step type, its workflow, its agent.</summary>
    internal IEnumerable<string> Kinds => new[] { KindOfWork, Workflow, Agent }.OfType<string>();

    internal string KindOfWork => StepType ?? (Workflow is not null ? $"{Workflow}{TaskPath}" : Agent ?? Task ?? "");

    /// <summary>Reads the hints of a call.</summary>
    /// <exception cref="ModelException">A hint cannot be read; the message names it.</exception>
    public static CallHints Of(ChatOptions? options) => options?.AdditionalProperties is { Count: > 0 } properties ? new HintReader(properties).Read() : None;
}

using System.Text.Json;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions;

/// <summary>Tasks one after the other.</summary>
public sealed record DoTask(IReadOnlyList<TaskDefinition> Tasks) : TaskDefinition;

/// <summary>Makes a value.</summary>
public sealed record SetTask(Template Value) : TaskDefinition;

/// <summary>Chooses what comes next: the first case whose <c>when</c> holds, or the one without.</summary>
public sealed record SwitchTask(IReadOnlyList<SwitchCase> Cases) : TaskDefinition;

/// <summary>One case of a <see cref="SwitchTask"/>.</summary>
public sealed record SwitchCase(string Name, Expression? When, string Then);

/// <summary>Branches at the same time. With <paramref name="Compete"/> the first to end wins and the others are cancelled.</summary>
public sealed record ForkTask(IReadOnlyList<TaskDefinition> Branches, bool Compete) : TaskDefinition;

/// <summary>The same tasks for each item.</summary>
public sealed record ForTask(string Each, Expression In, string? At, Expression? While, IReadOnlyList<TaskDefinition> Do) : TaskDefinition
{
    /// <summary>Non-null = items in parallel, each given the for's own input; the output is the array of item outputs in item order.</summary>
    public ForParallelism? Parallel { get; init; }
}

/// <summary><c>metadata.agentbus</c> of a <c>for</c>.</summary>
/// <param name="MaxConcurrency">Items at the same time; at least 1.</param>
/// <param name="BatchSize">Items handed to the body together as an array; null = one by one.</param>
/// <param name="ToleratedFailurePercentage">0..100: items that may fail; a tolerated failure is its error object.</param>
public sealed record ForParallelism(int MaxConcurrency, int? BatchSize, double ToleratedFailurePercentage);

/// <summary>Tasks whose faults are caught.</summary>
public sealed record TryTask(IReadOnlyList<TaskDefinition> Try, CatchSpec Catch) : TaskDefinition;

/// <summary>The standard's <c>catch</c>.</summary>
/// <param name="Errors">Members an error must have (<c>type</c>, <c>status</c>, <c>instance</c>, <c>title</c>, <c>detail</c>); null = any.</param>
/// <param name="As">Name of the variable that holds the error; default <c>error</c>.</param>
public sealed record CatchSpec(
    JsonElement? Errors, string As, Expression? When, Expression? ExceptWhen, RetryPolicy? Retry, IReadOnlyList<TaskDefinition> Do);

/// <summary>Raises an error.</summary>
public sealed record RaiseTask(Template Error) : TaskDefinition;

/// <summary>Waits.</summary>
public sealed record WaitTask(TimeSpan Duration) : TaskDefinition;

/// <summary>Publishes an event; members that CloudEvents requires and the template lacks are filled in.</summary>
public sealed record EmitTask(Template Event) : TaskDefinition;

/// <summary><c>call: agent</c>; <paramref name="Arguments"/> is its <c>with.input</c>.</summary>
public sealed record CallAgentTask(string Agent, Template Arguments) : TaskDefinition
{
    /// <summary>Other agents that may do it instead, in order of preference.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];

    /// <summary>The agent asked when all else failed.</summary>
    public string? Fallback { get; init; }

    public string? Objective { get; init; }

    /// <summary>jq over the output; false = the output is rejected as invalid.</summary>
    public Expression? Accept { get; init; }

    public JsonElement? OutputSchema { get; init; }

    public decimal? MaxCostUsd { get; init; }

    public string? Priority { get; init; }
}

/// <summary><c>call: approval</c>: a person decides.</summary>
public sealed record CallApprovalTask(Template Title) : TaskDefinition
{
    /// <summary>What the person is shown.</summary>
    public Template? Details { get; init; }

    public IReadOnlyList<string> Assignees { get; init; } = [];

    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>JSON Schema of the answer; null = approve or deny with a comment.</summary>
    public JsonElement? Form { get; init; }

    public TimeSpan? DueIn { get; init; }

    /// <summary>approve, deny or escalate; default deny.</summary>
    public string OnTimeout { get; init; } = "deny";
}

using System.Text.Json;
using AgentBus.JsonSchema;
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
/// <param name="MaxConcurrency">Items at the same time; at least 1, which is the default.</param>
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
public sealed record WaitTask(Duration Duration) : TaskDefinition;

/// <summary>Publishes an event; members that CloudEvents requires and the template lacks are filled in.</summary>
public sealed record EmitTask(Template Event) : TaskDefinition;

/// <summary>Waits for events; the output is the array of those consumed.</summary>
/// <param name="Read"><c>data</c>, <c>envelope</c> (the whole event) or <c>raw</c> (the data as text).</param>
public sealed record ListenTask(EventStrategy To, string Read) : TaskDefinition
{
    /// <summary>What is done with each event, one after the other; null = nothing.</summary>
    public ListenIterator? ForEach { get; init; }
}

/// <summary><c>foreach</c> of a <see cref="ListenTask"/>.</summary>
/// <param name="Item">Name of the variable that holds the event.</param>
/// <param name="At">Name of the variable that holds its index.</param>
/// <param name="Do">Tasks; the input of the first is the event.</param>
public sealed record ListenIterator(string Item, string At, IReadOnlyList<TaskDefinition> Do, OutputSpec? Output, ExportSpec? Export);

/// <summary><c>run: workflow</c>.</summary>
/// <param name="Namespace">Namespace of the definition to run.</param>
/// <param name="Workflow">Its name.</param>
/// <param name="Version">Its version; null = the latest when the step begins.</param>
/// <param name="Arguments">The run's raw input; null = <c>{}</c>.</param>
/// <param name="Await">Whether the step waits for the run's end.</param>
public sealed record RunWorkflowTask(string Namespace, string Workflow, string? Version, Template? Arguments, bool Await) : TaskDefinition;

/// <summary><c>call: agent</c>; <paramref name="Arguments"/> is its <c>with.input</c>.</summary>
public record CallAgentTask(string Agent, Template Arguments) : TaskDefinition
{
    /// <summary>Other agents that may do it instead, in order of preference.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];

    /// <summary>The agent asked when all else failed.</summary>
    public string? Fallback { get; init; }

    /// <summary>quality, cost, latency or balanced; null = the document's.</summary>
    public string? Objective { get; init; }

    /// <summary>jq over the output; false = the output is rejected as invalid.</summary>
    public Expression? Accept { get; init; }

    public JsonElement? OutputSchema { get; init; }

    /// <summary><see cref="OutputSchema"/>, compiled.</summary>
    public Schema? CompiledOutputSchema { get; init; }

    /// <summary>Reuse of completed outputs; null = none.</summary>
    public CacheSpec? Cache { get; init; }

    /// <summary>When an agent version is left alone for a while; null = never.</summary>
    public CircuitBreakerSpec? CircuitBreaker { get; init; }

    public decimal? MaxCostUsd { get; init; }

    /// <summary>low, normal or high; null = the document's.</summary>
    public string? Priority { get; init; }

    /// <summary>What its model calls are held to; null = nothing.</summary>
    public ModelWishes? Models { get; init; }
}

/// <summary><c>with.models</c>: what the model calls of a step are held to.</summary>
/// <param name="Explore">Whether a worse answer does no harm here, so that a model may be tried out to learn from it.</param>
/// <param name="MinQuality">Lowest expected quality of a model, 0 to 1.</param>
/// <param name="DataPolicy"><c>any</c>, <c>local-only</c> or <c>region=eu,ch</c>: where the prompts may go.</param>
public sealed record ModelWishes(bool Explore, double? MinQuality, string? DataPolicy);

/// <summary><c>with.cache</c>: an output is used again for <paramref name="Ttl"/> under the value of <paramref name="Key"/>.</summary>
public sealed record CacheSpec(Template Key, TimeSpan Ttl);

/// <summary><c>with.circuitBreaker</c>, in Polly's words.</summary>
/// <param name="FailureRatio">0..1: share of failed attempts that opens the circuit; default 0.5.</param>
/// <param name="MinimumThroughput">Attempts within the sampling duration below which it stays closed; default 10.</param>
/// <param name="SamplingDuration">Window over which failures are counted; default 1 minute.</param>
/// <param name="BreakDuration">How long it stays open; default 30 seconds.</param>
public sealed record CircuitBreakerSpec(double FailureRatio, int MinimumThroughput, TimeSpan SamplingDuration, TimeSpan BreakDuration)
{
    /// <summary>What a task gets that says only <c>circuitBreaker: {}</c>.</summary>
    public static CircuitBreakerSpec Default { get; } = new(0.5, 10, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(30));
}

/// <summary><c>call: approval</c>: a person decides.</summary>
public sealed record CallApprovalTask(Template Title) : TaskDefinition
{
    /// <summary>What the person is shown.</summary>
    public Template? Details { get; init; }

    /// <summary>A list of people, or an expression that makes one; null = nobody in particular. With groups null too, anybody who may approve.</summary>
    public Template? Assignees { get; init; }

    /// <summary>A list of groups, or an expression that makes one.</summary>
    public Template? Groups { get; init; }

    /// <summary>JSON Schema of the answer, which is then the output; null = approve or deny with a comment.</summary>
    public JsonElement? Form { get; init; }

    /// <summary><see cref="Form"/>, compiled.</summary>
    public Schema? CompiledForm { get; init; }

    public TimeSpan? DueIn { get; init; }

    /// <summary>approve, deny, or escalate: the next rung of the ladder, each with the due time anew. Default deny.</summary>
    public string OnTimeout { get; init; } = "deny";

    /// <summary>approve or deny: what silence means in the end.</summary>
    public string Default { get; init; } = "deny";

    /// <summary>Who is asked next, and when; in order of time.</summary>
    public IReadOnlyList<Escalation> Escalate { get; init; } = [];
}

/// <summary>One rung of an approval's ladder.</summary>
/// <param name="After">Time since the approval was asked for.</param>
/// <param name="To">A list of names, each of a person or a group, or an expression that makes one.</param>
public sealed record Escalation(TimeSpan After, Template To);

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace AgentBus.Agents.Routing.Planning;

/// <summary>What a planner is asked by <c>call: plan</c>.</summary>
internal sealed record PlannerInput
{
    /// <summary>What the plan is for; words, or any JSON.</summary>
    public required JsonElement Goal { get; init; }

    /// <summary>What the plan's run gets as its input.</summary>
    public JsonElement Input { get; init; }

    /// <summary>Whom the plan may call; the first that fits is taken, one that runs before one that does not.</summary>
    public required IReadOnlyList<AllowedAgent> Agents { get; init; }

    public int MaxTasks { get; init; } = 20;

    /// <summary>The plan before, where it failed.</summary>
    public FailedPlan? Previous { get; init; }

    [JsonIgnore]
    public string GoalText => Goal.ValueKind == JsonValueKind.String ? Goal.GetString()! : Goal.GetRawText();
}

/// <summary>An agent that a plan may call.</summary>
/// <param name="Capabilities">What its running workers say they can do; null while none runs.</param>
internal sealed record AllowedAgent(string Name, bool Running, IReadOnlyList<string>? Capabilities = null);

/// <summary>A plan that failed.</summary>
/// <param name="Plan"><c>{do: [...]}</c>.</param>
/// <param name="Error">As RFC 7807, with the agent that failed.</param>
internal sealed record FailedPlan(JsonElement Plan, PlanError Error);

/// <summary>Why it failed.</summary>
internal sealed record PlanError(string? Title = null, string? Detail = null, string? Agent = null);

/// <summary>A list of tasks of Serverless Workflow.</summary>
internal sealed record PlannerOutput(JsonArray Do);

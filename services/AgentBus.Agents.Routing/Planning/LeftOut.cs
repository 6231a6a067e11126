using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentBus.Agents.Routing.Planning;

/// <summary>
/// Who failed in earlier plans. A planner is told of the plan before only, so each plan says in the metadata of its first task who was left out of it.
/// </summary>
internal static class LeftOut
{
    private const string Planner = "planner";
    private const string Member = "leftOut";

    public static IReadOnlyList<string> Of(FailedPlan? previous)
    {
        if (previous is null)
        {
            return [];
        }

        var before = FirstTask(previous.Plan) is { } task && Get(task, "metadata") is { } metadata && Get(metadata, Planner) is { } notes
            && Get(notes, Member) is { ValueKind: JsonValueKind.Array } names
                ? names.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!)
                : [];
        return [.. before.Concat(previous.Error.Agent is { } failed ? [failed] : []).Distinct(StringComparer.Ordinal)];
    }

    public static JsonObject Note(IReadOnlyList<string> names) =>
        new() { [Planner] = new JsonObject { [Member] = new JsonArray([.. names.Select(name => (JsonNode)name)]) } };

    // Another planner may have made it, so nothing of its shape is taken for granted.
    private static JsonElement? FirstTask(JsonElement plan) =>
        Get(plan, "do") is { ValueKind: JsonValueKind.Array } tasks && tasks.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } first
            && first.EnumerateObject().Select(member => (JsonElement?)member.Value).FirstOrDefault() is { } task
                ? task
                : null;

    private static JsonElement? Get(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;
}

using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>Whether a <c>catch</c> is for an error.</summary>
internal static class CatchFilter
{
    public static bool Catches(CatchSpec spec, JsonElement error, Scope scope) =>
        (spec.Errors is not { } wanted || Matches(wanted, error))
        && (spec.When is null || scope.Test(spec.When))
        && (spec.ExceptWhen is null || !scope.Test(spec.ExceptWhen));

    private static bool Matches(JsonElement wanted, JsonElement error) =>
        wanted.ValueKind != JsonValueKind.Object
        || wanted.EnumerateObject().All(member => error.TryGetProperty(member.Name, out var value) && Fits(member, value));

    private static bool Fits(JsonProperty wanted, JsonElement value) => JsonElement.DeepEquals(wanted.Value, value)
        || (wanted is { Name: "type", Value.ValueKind: JsonValueKind.String } && value.ValueKind == JsonValueKind.String
            && ErrorTypes.AreSame(wanted.Value.GetString()!, value.GetString()!));
}

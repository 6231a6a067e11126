using System.Text.Json;

namespace AgentBus.Conformance.Workflows;

/// <summary>What is expected, and why it is not so.</summary>
internal static class Outcome
{
    /// <summary>Null when the check passes, else why not.</summary>
    public static string? Of(Action check)
    {
        try
        {
            check();
            return null;
        }
        catch (Exception e)
        {
            return e.Message;
        }
    }

    public static void Holds(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidOperationException(otherwise);
        }
    }

    public static void Same(JsonElement expected, JsonElement actual, string what) =>
        Holds(JsonElement.DeepEquals(expected, actual), $"{what} is {(actual.ValueKind == JsonValueKind.Undefined ? "absent" : actual.GetRawText())}, not {expected.GetRawText()}");
}

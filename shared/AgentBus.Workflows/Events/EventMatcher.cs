using System.Text.Json;
using AgentBus.Jq;
using AgentBus.Workflows.Definitions;

namespace AgentBus.Workflows.Events;

/// <summary>Whether an event fits a filter: each member equals the event's, or is an expression that is true of it.</summary>
public static class EventMatcher
{
    /// <summary>An expression sees the member it stands for as <c>.</c>; one that fails does not match.</summary>
    public static bool Matches(EventFilter filter, JsonElement cloudEvent)
    {
        foreach (var member in filter.With.EnumerateObject())
        {
            if (!cloudEvent.TryGetProperty(member.Name, out var actual) || !Matches(member.Value, actual))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Matches(JsonElement wanted, JsonElement actual)
    {
        if (wanted.ValueKind != JsonValueKind.String || Expression(wanted.GetString()!) is not { } source)
        {
            return JsonElement.DeepEquals(wanted, actual);
        }

        return JqFilter.TryCompile(source, out var filter, out _)
            && filter.Evaluate(actual) is { Error: null, Values: [{ ValueKind: JsonValueKind.True }] };
    }

    private static string? Expression(string text)
    {
        var trimmed = text.Trim();
        return trimmed.StartsWith("${", StringComparison.Ordinal) && trimmed.EndsWith('}') ? trimmed[2..^1] : null;
    }
}

using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Events;

/// <summary>Whether an event fits a filter: each member equals the event's, or is an expression that is true of it.</summary>
public static class EventMatcher
{
    /// <summary>An expression sees the member it stands for as <c>.</c>; one that fails does not match.</summary>
    public static bool Matches(EventFilter filter, JsonElement cloudEvent)
    {
        foreach (var member in filter.With.EnumerateObject())
        {
            if (!cloudEvent.TryGetProperty(member.Name, out var actual))
            {
                return false;
            }

            var matches = filter.Expressions.TryGetValue(member.Name, out var expression)
                ? IsTrue(expression, actual)
                : JsonElement.DeepEquals(member.Value, actual);
            if (!matches)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsTrue(Expression expression, JsonElement actual) =>
        expression.Filter.Evaluate(actual) is { Error: null, Values: [{ ValueKind: JsonValueKind.True }] };
}

using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Events;

/// <summary>
/// Whether an event fits a filter. A member of <c>with</c> that is an expression sees the event's member as <c>.</c> and says true, or makes the value
/// it must have; a text with the marks of a regular expression matches as a whole; everything else must be equal.
/// </summary>
public static class EventMatcher
{
    private static readonly IReadOnlyDictionary<string, JsonElement> Nothing = new Dictionary<string, JsonElement>();

    /// <summary>Outside a run: expressions see the event alone, and one that fails does not match.</summary>
    public static bool Matches(EventFilter filter, JsonElement cloudEvent) => Matches(filter, cloudEvent, out _);

    /// <summary>The same; says which expression failed and why, null = none did.</summary>
    public static bool Matches(EventFilter filter, JsonElement cloudEvent, out string? failure)
    {
        var scope = new BareEventScope();
        var matches = Match(filter, cloudEvent, Nothing, scope) is not null;
        failure = scope.Failure;
        return matches;
    }

    /// <summary>Null when it does not fit; else the correlated values, with those that this event fixes.</summary>
    internal static IReadOnlyDictionary<string, JsonElement>? Match(
        EventFilter filter, JsonElement cloudEvent, IReadOnlyDictionary<string, JsonElement> correlated, IEventScope scope) =>
        filter.With.EnumerateObject().All(member => cloudEvent.TryGetProperty(member.Name, out var actual) && Fits(filter, member.Name, member.Value, actual, scope))
            ? Correlated(filter, cloudEvent, correlated, scope)
            : null;

    /// <summary>Whether one member of an event fits what the filter wants of it.</summary>
    internal static bool Fits(EventFilter filter, string name, JsonElement wanted, JsonElement actual, IEventScope scope)
    {
        if (filter.Expressions.TryGetValue(name, out var expression))
        {
            return scope.Evaluate(expression, actual) is { } value && value.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False or JsonValueKind.Null => false,
                _ => JsonElement.DeepEquals(value, actual),
            };
        }

        return JsonElement.DeepEquals(wanted, actual)
            || (filter.Patterns.TryGetValue(name, out var pattern) && actual.ValueKind == JsonValueKind.String && pattern.IsMatch(actual.GetString()!));
    }

    private static IReadOnlyDictionary<string, JsonElement>? Correlated(
        EventFilter filter, JsonElement cloudEvent, IReadOnlyDictionary<string, JsonElement> known, IEventScope scope)
    {
        if (filter.Correlate.Count == 0)
        {
            return known;
        }

        var values = new Dictionary<string, JsonElement>(known);
        foreach (var correlation in filter.Correlate)
        {
            if (scope.Evaluate(correlation.From, cloudEvent) is not { ValueKind: not JsonValueKind.Null } value)
            {
                return null;
            }

            var expected = correlation.Expect is { } expect ? scope.Render(expect) ?? Json.Null : values.GetValueOrDefault(correlation.Name, value);
            if (!Same(expected, value))
            {
                return null;
            }

            values[correlation.Name] = expected;
        }

        return values;
    }

    // A constant is always a text in the standard; 42 of an event fits the constant '42'.
    private static bool Same(JsonElement expected, JsonElement value) => JsonElement.DeepEquals(expected, value)
        || (expected.ValueKind == JsonValueKind.String && value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False
            && expected.ValueEquals(value.GetRawText()));
}

using System.Text.Json;
using AgentBus.Workflows.Definitions;

namespace AgentBus.Workflows.Events;

/// <summary>Which types of event somebody waits for, where they are patterns and expressions as well as names.</summary>
public static class EventInterest
{
    /// <summary>Whether an event of this type may be wanted. Where only the run can tell, it may.</summary>
    public static bool MayWant(EventStrategy strategy, string type) =>
        strategy.Filters.Count == 0 || All(strategy).Any(filter => MayFit(filter, type));

    /// <summary>The types as the definition has them, each once; empty = any type.</summary>
    public static IReadOnlyList<string> InWords(EventStrategy strategy)
    {
        var types = All(strategy).Select(filter => filter.With.TryGetProperty("type", out var type) ? type.GetString() : null).Distinct().ToList();
        return strategy.Filters.Count == 0 || types.Contains(null) ? [] : [.. types.OfType<string>()];
    }

    /// <summary>Whether the type alone lets an event of it fit.</summary>
    internal static bool MayFit(EventFilter filter, string type) =>
        !filter.With.TryGetProperty("type", out var wanted)
        || (filter.Expressions.TryGetValue("type", out var expression) && expression.Filter.FreeVariables.Count > 0)
        || EventMatcher.Fits(filter, "type", wanted, JsonSerializer.SerializeToElement(type), new BareEventScope());

    private static IEnumerable<EventFilter> All(EventStrategy strategy) => strategy.Filters.Concat(strategy.Until?.Filters ?? []);
}

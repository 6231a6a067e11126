using System.Text.Json;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions;

/// <summary>What starts runs on its own.</summary>
/// <param name="On">The event strategy of <c>schedule.on</c>; null = none.</param>
public sealed record ScheduleSpec(EventStrategy? On)
{
    /// <summary>Types of event that may start a run, for an index; empty = none.</summary>
    public IReadOnlyList<string> EventTypes => On is null ? [] : [.. On.Filters.Select(f => f.Type).OfType<string>()];
}

/// <summary>one, any or all of the filters.</summary>
public sealed record EventStrategy(string Kind, IReadOnlyList<EventFilter> Filters);

/// <summary>An event filter: every member must be equal, or its expression true of the event.</summary>
public sealed record EventFilter(string? Type, JsonElement With)
{
    /// <summary>The members of <see cref="With"/> that are expressions, by name; the others must be equal.</summary>
    public IReadOnlyDictionary<string, Expression> Expressions { get; init; } = new Dictionary<string, Expression>();
}

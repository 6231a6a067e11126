using System.Text.Json;
using System.Text.RegularExpressions;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions;

/// <summary>Which events are wanted.</summary>
/// <param name="Kind"><c>one</c>, <c>any</c> or <c>all</c>.</param>
/// <param name="Filters">Of <c>one</c> a single one; of <c>any</c> none = every event.</param>
public sealed record EventStrategy(string Kind, IReadOnlyList<EventFilter> Filters)
{
    public const string One = "one";
    public const string Any = "any";
    public const string All = "all";

    /// <summary>Of <c>any</c>: true of the array of events so far = no more are wanted.</summary>
    public Expression? UntilCondition { get; init; }

    /// <summary>Of <c>any</c>: events that end the waiting. They are not among those consumed.</summary>
    public EventStrategy? Until { get; init; }

    /// <summary>Whether the first event that fits is all.</summary>
    public bool EndsAtFirst => Kind == One || (Kind == Any && UntilCondition is null && Until is null);

    /// <summary>Types of event that may fit, without repeats; null = any type may.</summary>
    public IReadOnlyList<string>? Types
    {
        get
        {
            var until = Until?.Types;
            return Filters.Count == 0 || Filters.Any(filter => filter.Type is null) || (Until is not null && until is null)
                ? null
                : [.. Filters.Select(filter => filter.Type!).Concat(until ?? []).Distinct()];
        }
    }
}

/// <summary>An event filter: every member of <paramref name="With"/> must fit the event's.</summary>
/// <param name="Type">The literal type; null = any type may fit.</param>
public sealed record EventFilter(string? Type, JsonElement With)
{
    /// <summary>The members that are expressions, by name.</summary>
    public IReadOnlyDictionary<string, Expression> Expressions { get; init; } = new Dictionary<string, Expression>();

    /// <summary>The members that are regular expressions, by name; the others must be equal.</summary>
    public IReadOnlyDictionary<string, Regex> Patterns { get; init; } = new Dictionary<string, Regex>();

    public IReadOnlyList<Correlation> Correlate { get; init; } = [];
}

/// <summary>A value of the event that must be the expected one, or, without <paramref name="Expect"/>, the first event's.</summary>
/// <param name="From">Over the whole event.</param>
public sealed record Correlation(string Name, Expression From, Template? Expect);

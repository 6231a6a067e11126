using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Events;

/// <summary>
/// Gathers events for a schedule that wants several: those that belong together by their correlations make up a set, and the first set that is
/// complete starts a run. A condition in <c>until</c> is asked once for each event that comes, over the set that it joins: for the events before it, it was
/// asked when they came.
/// </summary>
public static class EventGathering
{
    /// <summary>Null when no set is complete.</summary>
    /// <param name="strategy">What the schedule wants.</param>
    /// <param name="events">The events that no run has had yet, in order of arrival; the last one is new.</param>
    /// <param name="failure">Why the condition could not be asked, by an error or a limit: the new event must not be kept. Null = it could.</param>
    public static GatheredEvents? Find(EventStrategy strategy, IReadOnlyList<JsonElement> events, out string? failure)
    {
        failure = null;
        var sets = new List<EventSet>();
        for (var index = 0; index < events.Count; index++)
        {
            var taker = sets.Find(set => set.Takes(index, events));
            if (taker is null && new EventSet(strategy) is var fresh && fresh.Takes(index, events) && fresh.Input.Count > 0)
            {
                sets.Add(fresh);
                taker = fresh;
            }

            if (taker is { IsComplete: true })
            {
                return new GatheredEvents(taker.Input, taker.Used);
            }

            if (taker is not null && index == events.Count - 1 && taker.IsEnough(events, out failure))
            {
                return new GatheredEvents(taker.Input, taker.Used);
            }
        }

        return null;
    }

    /// <summary>Events that belong together, as far as they have come.</summary>
    private sealed class EventSet(EventStrategy strategy)
    {
        private readonly HashSet<int> _filled = [];
        private readonly HashSet<int> _untilFilled = [];
        private readonly BareEventScope _scope = new();
        private IReadOnlyDictionary<string, JsonElement> _correlated = new Dictionary<string, JsonElement>();

        public List<int> Input { get; } = [];

        public List<int> Used { get; } = [];

        public bool IsComplete { get; private set; }

        public bool Takes(int index, IReadOnlyList<JsonElement> events)
        {
            if (Ends(events[index]))
            {
                Used.Add(index);
                return true;
            }

            if (!Fits(strategy, events[index], _filled))
            {
                return false;
            }

            Used.Add(index);
            Input.Add(index);
            IsComplete = strategy.EndsAtFirst || (strategy.Kind == EventStrategy.All && _filled.Count == strategy.Filters.Count);
            return true;
        }

        public bool IsEnough(IReadOnlyList<JsonElement> events, out string? failure)
        {
            var asked = new BareEventScope();
            var enough = strategy.UntilCondition is { } until
                && asked.Evaluate(until, Json.Array(Input.Select(index => events[index]))) is { ValueKind: JsonValueKind.True };
            failure = asked.Failure;
            return enough;
        }

        private bool Ends(JsonElement cloudEvent)
        {
            if (strategy.Until is not { } until || Input.Count == 0 || !Fits(until, cloudEvent, _untilFilled))
            {
                return false;
            }

            IsComplete = until.Kind != EventStrategy.All || _untilFilled.Count == until.Filters.Count;
            return true;
        }

        private bool Fits(EventStrategy wanted, JsonElement cloudEvent, HashSet<int> filled)
        {
            for (var filter = 0; filter < wanted.Filters.Count; filter++)
            {
                if ((wanted.Kind != EventStrategy.All || !filled.Contains(filter))
                    && EventMatcher.Match(wanted.Filters[filter], cloudEvent, _correlated, _scope) is { } correlated)
                {
                    _correlated = correlated;
                    filled.Add(filter);
                    return true;
                }
            }

            return wanted is { Kind: EventStrategy.Any, Filters.Count: 0 };
        }
    }
}

/// <summary>Events for one run, as indexes in order of arrival.</summary>
/// <param name="Input">The run's raw input.</param>
/// <param name="Used">These, and those that only ended the gathering.</param>
public sealed record GatheredEvents(IReadOnlyList<int> Input, IReadOnlyList<int> Used);

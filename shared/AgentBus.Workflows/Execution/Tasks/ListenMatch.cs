using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Events;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>How an event fits a <c>listen</c>.</summary>
/// <param name="EndsIt">Whether it fits the <c>until</c>: such an event is never consumed as one of those listened to.</param>
/// <param name="Filter">Index of the filter; -1 = there is none, every event fits.</param>
/// <param name="Correlated">The correlated values.</param>
internal sealed record ListenMatch(bool EndsIt, int Filter, IReadOnlyDictionary<string, JsonElement> Correlated)
{
    /// <summary>Null when the event does not fit. It may read documents.</summary>
    public static ListenMatch? Find(Machine machine, ListenFrame step, JsonElement cloudEvent)
    {
        if (!step.IsOpen || step.IsClosed)
        {
            return null;
        }

        var to = ((ListenTask)machine.TaskOf(step)).To;
        var scope = new StepEventScope(machine, step);
        var known = (step.Correlated ?? []).ToDictionary(value => value.Key, value => machine.Documents.Read(value.Value));
        if (to.Until is { } until && First(until, step.UntilFilled, cloudEvent, known, scope) is var (end, ending))
        {
            return new ListenMatch(true, end, ending);
        }

        return to.Filters.Count == 0 ? new ListenMatch(false, -1, known)
            : First(to, step.Filled, cloudEvent, known, scope) is var (filter, correlated) ? new ListenMatch(false, filter, correlated)
            : null;
    }

    /// <summary>Whether the type of an event alone would let it fit; its data, the rest of its attributes or its correlation may yet not.</summary>
    public static bool TypeMayFit(Machine machine, ListenFrame step, string type)
    {
        var to = ((ListenTask)machine.TaskOf(step)).To;
        return step is { IsOpen: true, IsClosed: false }
            && Unfilled(to, step.Filled).Concat(to.Until is { } until ? Unfilled(until, step.UntilFilled) : []).Any(filter => EventInterest.MayFit(filter, type));
    }

    private static IEnumerable<EventFilter> Unfilled(EventStrategy strategy, int[] filled) => strategy.Filters.Where((_, index) => !filled.Contains(index));

    private static (int Filter, IReadOnlyDictionary<string, JsonElement> Correlated)? First(
        EventStrategy strategy, int[] filled, JsonElement cloudEvent, IReadOnlyDictionary<string, JsonElement> known, IEventScope scope)
    {
        for (var filter = 0; filter < strategy.Filters.Count; filter++)
        {
            if (!filled.Contains(filter) && EventMatcher.Match(strategy.Filters[filter], cloudEvent, known, scope) is { } correlated)
            {
                return (filter, correlated);
            }
        }

        return strategy.Kind == EventStrategy.Any && strategy.Filters.Count == 0 ? (-1, known) : null;
    }
}

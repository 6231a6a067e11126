using AgentBus.Gateway.Definitions;
using AgentBus.Gateway.Problems;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Subscriptions;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Events;
using AgentBus.Workflows.Execution;

namespace AgentBus.Gateway.Runs;

/// <summary>Which types of event the steps of a run wait for.</summary>
internal sealed class AwaitedEvents(ISubscriptionStore subscriptions, DefinitionCatalog definitions)
{
    /// <summary>Ends the request where no step waits for an event of this type.</summary>
    public async Task CheckAsync(string tenant, RunView run, string type, CancellationToken cancellationToken)
    {
        var waiting = await subscriptions.OfRunAsync(tenant, run.Id, cancellationToken);
        if (waiting.Any(subscription => subscription.EventType == type))
        {
            return;
        }

        var open = waiting.Where(subscription => subscription.EventType is null).Select(subscription => subscription.Step).ToList();
        var patterns = open.Count == 0 ? [] : await PatternsAsync(tenant, run, open, cancellationToken);
        if (patterns.Any(strategy => strategy is null || EventInterest.MayWant(strategy, type)))
        {
            return;
        }

        var types = waiting.Select(subscription => subscription.EventType).OfType<string>()
            .Concat(patterns.SelectMany(strategy => EventInterest.InWords(strategy!))).Distinct().ToList();
        throw ApiProblem.Conflict("nobody-waits",
            $"No step of run {run.Id} waits for an event of type '{type}' now. " +
            (types.Count == 0 ? "It waits for no event at all." : $"It waits for: {string.Join(", ", types)}."));
    }

    /// <summary>What these steps listen to; null = not known, so any event may be meant.</summary>
    private async Task<IReadOnlyList<EventStrategy?>> PatternsAsync(
        string tenant, RunView run, IReadOnlyList<string> steps, CancellationToken cancellationToken)
    {
        var definition = await definitions.FindAsync(tenant, new WorkflowReference(run.Namespace, run.Name, run.Version), cancellationToken);
        return [.. steps.Select(step => StepTask.Find(definition, step) is ListenTask listen ? listen.To : null)];
    }
}

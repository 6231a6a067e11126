using System.Text;
using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Orchestrator.Runs;
using AgentBus.Storage.Definitions;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Schedules;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Events;
using AgentBus.Workflows.Execution;
using Microsoft.Extensions.Logging;

namespace AgentBus.Orchestrator.Triggers;

/// <summary>
/// Starts a run of each definition that listens to an event: one per (tenant, definition, event source, event id), however often the
/// event comes, since the run's request key is made from these four. A definition that wants several events has them gathered in the store.
/// </summary>
internal sealed class EventTriggers(
    IDefinitionStore definitions, DefinitionCache cache, IScheduleStore schedules, RunBeginner runs, TimeProvider clock, ILogger<EventTriggers> logger)
{
    public async Task StartAsync(TenantEvent happened, CancellationToken cancellationToken)
    {
        var (tenant, cloudEvent) = happened;
        var id = Text(cloudEvent, "id");
        var source = Text(cloudEvent, "source");
        var type = Text(cloudEvent, "type");
        var started = 0;
        foreach (var stored in await definitions.StartedByAsync(tenant, type, cancellationToken))
        {
            var definition = await cache.GetAsync(tenant, new DefinitionKey(stored.Namespace, stored.Name, stored.Version), cancellationToken);
            if (definition.Schedule?.On is not { } strategy || !Wants(definition.Key, strategy, cloudEvent, id))
            {
                continue;
            }

            var run = strategy.EndsAtFirst
                ? NewRun(
                    tenant, definition.Key, Guid.CreateVersion7(clock.GetUtcNow()), RequestKeys.OfEvent(stored.Namespace, stored.Name, source, id),
                    [cloudEvent.GetRawText()], $"event {id} of {source}")
                : await GatherAsync(tenant, definition.Key, strategy, cloudEvent, source, id, cancellationToken);
            if (run is not null && await runs.BeginAsync(run, cancellationToken))
            {
                started++;
                Log.EventStartedRun(logger, id, source, type, run.Id, definition.Key.ToString());
            }
        }

        if (started == 0)
        {
            Log.EventStartedNothing(logger, id, source, type, tenant);
        }
    }

    private bool Wants(DefinitionKey key, EventStrategy strategy, JsonElement cloudEvent, string id)
    {
        if (strategy is { Kind: EventStrategy.Any, Filters.Count: 0 })
        {
            return true;
        }

        string? failure = null;
        foreach (var filter in strategy.Filters.Concat(strategy.Until?.Filters ?? []))
        {
            if (EventMatcher.Matches(filter, cloudEvent, out var failed))
            {
                return true;
            }

            failure ??= failed;
        }

        if (failure is not null)
        {
            Log.EventRefused(logger, key.ToString(), id, failure);
        }

        return false;
    }

    private async Task<NewRun?> GatherAsync(
        string tenant, DefinitionKey key, EventStrategy strategy, JsonElement cloudEvent, string source, string id, CancellationToken cancellationToken)
    {
        var kept = new KeptEvent(source, id, Encoding.UTF8.GetBytes(cloudEvent.GetRawText()), clock.GetUtcNow());
        string? failure = null;
        var gathered = await schedules.GatherAsync(
            new ScheduleKey(tenant, key.Namespace, key.Name, key.Version), kept, events => Decide(strategy, events, out failure), cancellationToken);
        if (failure is not null)
        {
            Log.EventRefused(logger, key.ToString(), id, failure);
        }

        return gathered is null || Find(strategy, gathered.Events, out _) is not { } chosen
            ? null
            : NewRun(
                tenant, key, gathered.Run, null, [.. chosen.Input.Select(index => Encoding.UTF8.GetString(gathered.Events[index].Json.Span))],
                $"{chosen.Input.Count} events, the last {id} of {source}");
    }

    // An event whose condition fails is not kept, so that a condition that always fails gathers nothing; each is refused with its reason in the log.
    private static GatherDecision Decide(EventStrategy strategy, IReadOnlyList<KeptEvent> events, out string? failure)
    {
        var found = Find(strategy, events, out failure);
        return failure is not null ? new GatherDecision.Refuse()
            : found is null ? new GatherDecision.Keep()
            : new GatherDecision.Start(found.Used);
    }

    private static GatheredEvents? Find(EventStrategy strategy, IReadOnlyList<KeptEvent> events, out string? failure) =>
        EventGathering.Find(strategy, [.. events.Select(kept => JsonElement.Parse(kept.Json.Span))], out failure);

    // The version is not part of the request key: an event that comes again after a new version was applied starts nothing new.
    private NewRun NewRun(string tenant, DefinitionKey key, Guid run, string? requestKey, IReadOnlyList<string> events, string startedBy)
    {
        var now = clock.GetUtcNow();
        var input = Encoding.UTF8.GetBytes($"[{string.Join(',', events)}]");
        return new NewRun(
            run, tenant, key.Namespace, key.Name, key.Version, input, RunState.New(run, now).ToBytes(), requestKey, startedBy, now, RunStarts.Message(tenant, run, now));
    }

    private static string Text(JsonElement cloudEvent, string name) => cloudEvent.GetProperty(name).GetString() ?? "";
}

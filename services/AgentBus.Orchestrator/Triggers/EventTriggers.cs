using System.Text;
using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Orchestrator.Runs;
using AgentBus.Storage.Definitions;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Events;
using AgentBus.Workflows.Execution;
using Microsoft.Extensions.Logging;

namespace AgentBus.Orchestrator.Triggers;

/// <summary>
/// Starts a run of each definition that listens to an event: one per (tenant, definition, event source, event id), however often the
/// event comes, since the run's id is made from these four.
/// </summary>
internal sealed class EventTriggers(
    IDefinitionStore definitions, DefinitionCache cache, IRunStore runs, TimeProvider clock, ILogger<EventTriggers> logger)
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
            var key = new DefinitionKey(stored.Namespace, stored.Name, stored.Version);
            var definition = await cache.GetAsync(tenant, key, cancellationToken);
            if (definition.Schedule?.On is not { } strategy || !strategy.Filters.Any(f => EventMatcher.Matches(f, cloudEvent)))
            {
                continue;
            }

            var run = NewRun(tenant, definition.Key, cloudEvent, source, id);
            if ((await runs.StartAsync(run, cancellationToken)).Created)
            {
                started++;
                Log.EventStartedRun(logger, id, source, type, run.Id, key.ToString());
            }
        }

        if (started == 0)
        {
            Log.EventStartedNothing(logger, id, source, type, tenant);
        }
    }

    // The version is not part of the id: an event that comes again after a new version was applied starts nothing new.
    private NewRun NewRun(string tenant, DefinitionKey key, JsonElement cloudEvent, string source, string id)
    {
        var now = clock.GetUtcNow();
        var run = NaturalId.Of(tenant, key.Namespace, key.Name, source, id);
        var input = Encoding.UTF8.GetBytes($"[{cloudEvent.GetRawText()}]");
        var start = new OutboxRow(
            NaturalId.Of(run.ToString(), "start"), Queues.Orchestrator, "", nameof(StartRun), "application/json",
            JsonSerializer.SerializeToUtf8Bytes(new StartRun(tenant, run), ContractsJson.Default.StartRun), now,
            TraceParent: System.Diagnostics.Activity.Current?.Id);
        return new NewRun(
            run, tenant, key.Namespace, key.Name, key.Version, input, RunState.New(run, now).ToBytes(), null, $"event {id} of {source}", now, start);
    }

    private static string Text(JsonElement cloudEvent, string name) => cloudEvent.GetProperty(name).GetString() ?? "";
}

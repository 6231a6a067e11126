using System.Globalization;
using System.Text;
using AgentBus.Contracts;
using AgentBus.Orchestrator.Runs;
using AgentBus.Storage.Definitions;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Schedules;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;
using Microsoft.Extensions.Logging;

namespace AgentBus.Orchestrator.Triggers;

/// <summary>
/// Starts runs when they are due: a chain of delayed messages, each of which starts its run and then moves the schedule on. The run's id is made from
/// definition and due time, and the move holds only from where the schedule stood; so a message that comes again, to whichever orchestrator, starts
/// nothing twice and leaves one chain. Times missed while everything was down are made up for by one run.
/// </summary>
internal sealed class Schedules(
    IScheduleStore schedules, IDefinitionStore definitions, DefinitionCache cache, RunBeginner runs, TimeProvider clock, ILogger<Schedules> logger)
{
    public async Task StartAsync(ScheduleDue due, CancellationToken cancellationToken)
    {
        var key = new ScheduleKey(due.Tenant, due.Namespace, due.Name, due.Version);
        var latest = await definitions.GetAsync(due.Tenant, due.Namespace, due.Name, null, cancellationToken);
        if (latest?.Version != due.Version)
        {
            Log.ScheduleReplaced(logger, $"{due.Namespace}/{due.Name}@{due.Version}", due.Due, latest?.Version ?? "none");
            return;
        }

        var definition = await cache.GetAsync(due.Tenant, new DefinitionKey(due.Namespace, due.Name, due.Version), cancellationToken);
        if (definition.Schedule is not { } schedule)
        {
            return;
        }

        var run = NewRun(due, definition.Key);
        if (await runs.BeginAsync(run, cancellationToken))
        {
            Log.ScheduleStartedRun(logger, definition.Key.ToString(), due.Due, run.Id);
        }

        await schedules.MoveAsync(key, due.Due, schedule.NextDue(due.Due, clock.GetUtcNow()), cancellationToken);
    }

    /// <summary>The run before ended; a schedule that is not waiting for that stays as it is.</summary>
    public Task FollowAsync(ScheduleFollowing next, CancellationToken cancellationToken) =>
        schedules.MoveAsync(new ScheduleKey(next.Tenant, next.Namespace, next.Name, next.Version), null, next.Due, cancellationToken);

    private NewRun NewRun(ScheduleDue due, DefinitionKey key)
    {
        var now = clock.GetUtcNow();
        var at = due.Due.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
        var run = NaturalId.At(due.Due, "scheduled", due.Tenant, key.Namespace, key.Name, at);
        return new NewRun(
            run, due.Tenant, key.Namespace, key.Name, key.Version, Encoding.UTF8.GetBytes("{}"),
            (RunState.New(run, now) with { ScheduledFor = due.Due }).ToBytes(), null, $"schedule {due.Due:u}", now, RunStarts.Message(due.Tenant, run, now));
    }
}

using AgentBus.Hosting.Periodic;
using AgentBus.Models.Decisions;
using AgentBus.Storage.Agents;
using AgentBus.Storage.DeadLetters;
using AgentBus.Storage.Memory;
using AgentBus.Storage.Retention;
using AgentBus.Storage.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentBus.Orchestrator.Retention;

/// <summary>
/// Deletes what expired and what is no longer kept, in batches, so that no commit waits long. Every orchestrator does; they share the work, as each batch
/// takes rows that no other one holds.
/// </summary>
internal sealed class Sweeper(
    IOutputCache cache,
    IMemoryStore memory,
    IRetention retention,
    IDeadLetterStore letters,
    IWorkerStore workers,
    IDecisionLog decisions,
    IOptions<RetentionOptions> kept,
    IOptions<OrchestratorOptions> options,
    TimeProvider clock,
    ILogger<Sweeper> logger)
    : PeriodicService(options.Value.SweepInterval, clock)
{
    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        var (atOnce, known) = (kept.Value.BatchSize, kept.Value.Repetitions);
        await RepeatAsync(() => cache.SweepAsync(now, atOnce, cancellationToken), atOnce);
        await RepeatAsync(() => memory.SweepAsync(now, atOnce, cancellationToken), atOnce);
        await RepeatAsync(() => retention.ForgetRepetitionsAsync(now - known, atOnce, cancellationToken), atOnce);
        await workers.ForgetAsync(now - kept.Value.Workers, cancellationToken);
        await RepeatAsync(() => letters.CloseEndedAsync(new DeadLetterAct("agentbus", "Its run has ended.", now), atOnce, cancellationToken), atOnce);
        await RepeatAsync(() => letters.SweepAsync(now - kept.Value.DeadLetters, atOnce, cancellationToken), atOnce);
        await RepeatAsync(() => decisions.SweepAsync(now - kept.Value.Decisions, atOnce, cancellationToken), atOnce);
        if (kept.Value.FinishedRuns is { } age)
        {
            await DeleteRunsAsync(now - age, atOnce, cancellationToken);
        }
    }

    protected override void Failed(Exception error) => Log.SweepFailed(logger, error.Message);

    private static async Task RepeatAsync(Func<Task<int>> batch, int full)
    {
        while (await batch() >= full)
        {
            // The next batch.
        }
    }

    private async Task DeleteRunsAsync(DateTimeOffset endedBefore, int atOnce, CancellationToken cancellationToken)
    {
        var deleted = 0;
        for (var place = RetentionCursor.Start; place is not null;)
        {
            var batch = await retention.DeleteRunsAsync(endedBefore, place, atOnce, cancellationToken);
            (place, deleted) = (batch.Next, deleted + batch.Count);
        }

        if (deleted > 0)
        {
            Log.RunsDeleted(logger, deleted, endedBefore);
        }
    }
}

using AgentBus.Contracts;
using AgentBus.Storage.Memory;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Runs;

/// <summary>Turns a result whose memories would exceed what a workflow may remember into a failure that says so.</summary>
internal sealed class MemoryGuard(IMemoryStore memory, TimeProvider clock)
{
    public async ValueTask<RunEvent> CheckAsync(LoadedRun run, RunEvent happened, CancellationToken cancellationToken)
    {
        if (happened is not RunEvent.AttemptSettled { Outcome: { Kind: OutcomeKind.Done, Memories: { Count: > 0 } notes } outcome } settled)
        {
            return happened;
        }

        var keys = notes.Select(note => note.Key).Distinct().ToList();
        var others = await memory.CountOthersAsync(
            new MemoryScope(run.Tenant, run.Namespace, run.Name), keys, clock.GetUtcNow(), cancellationToken);
        return others + keys.Count <= MemoryLimits.Keys ? happened : settled with
        {
            Outcome = outcome with
            {
                Kind = OutcomeKind.Permanent,
                Output = null,
                Code = "memory-full",
                Message = $"The workflow {run.Namespace}/{run.Name} remembers {others} keys already and this attempt puts {keys.Count}; at most"
                    + $" {MemoryLimits.Keys} are kept. Forget some (agentbus memory forget), or put them with a time to live.",
                Memories = null,
            },
        };
    }
}

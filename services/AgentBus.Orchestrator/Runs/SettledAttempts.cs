using System.Text.Json;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Runs;

/// <summary>
/// Keeps the bill right when a result comes twice: after a crash between commit and ack, or from a worker that missed the confirm and sent it again, which
/// the broker does not mark as a redelivery. The engine, which forgets closed steps, can only call it superseded. The history knows better. It is
/// read on this path alone, so results cost no inbox row.
/// </summary>
internal sealed class SettledAttempts(IRunQueries queries)
{
    private const int PageSize = 500;

    /// <summary>Whether this result was counted already.</summary>
    public async Task<bool> IsRepetitionAsync(LoadedRun run, RunEvent happened, Decision decision, CancellationToken cancellationToken)
    {
        if (happened is not RunEvent.AttemptSettled settled || decision.Effects is not [Effect.Record { Type: "attempt.superseded" }])
        {
            return false;
        }

        var after = 0L;
        while (await queries.HistoryAsync(run.Tenant, run.Id, after, PageSize, cancellationToken, settled.Step) is { Count: > 0 } page)
        {
            if (page.Any(entry => Counts(entry, settled)))
            {
                return true;
            }

            after = page[^1].Number;
        }

        return false;
    }

    private static bool Counts(HistoryEntry entry, RunEvent.AttemptSettled settled)
    {
        if (entry.Type is not ("attempt.finished" or "attempt.failed" or "attempt.late" or "attempt.superseded"))
        {
            return false;
        }

        using var data = JsonDocument.Parse(entry.Data);
        return data.RootElement.TryGetProperty("attempt", out var attempt) && attempt.GetInt32() == settled.Attempt;
    }
}

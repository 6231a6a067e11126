using AgentBus.Storage.Data;
using AgentBus.Storage.Outbox;

namespace AgentBus.Storage.Workers;

/// <summary>Progress notes on either database. The step's next row from its run replaces them.</summary>
internal sealed class ProgressStore(Database database, ISignalSource signals) : IProgressStore
{
    public async Task NoteAsync(string tenant, Guid run, string step, int attempt, string text, CancellationToken cancellationToken)
    {
        var noted = await database.ExecuteAsync(
            """
            update steps set reason = @text
            where tenant = @tenant and run = @run and step = @step and attempt = @attempt and status = 'Running' and ended_at is null
            """,
            new { tenant, run, step, attempt, text },
            cancellationToken);
        if (noted > 0)
            signals.RunChanged(run);
    }
}

using Microsoft.Extensions.Logging;

namespace AgentBus.Storage.Postgres;

/// <summary>
/// Tells other processes of changes by NOTIFY, after the commit and beside it: a NOTIFY inside the commit would take a lock of
/// the whole server until the disk answers, one committer after the other. What changes while one is under way goes with the
/// next, so the cost is bounded; a crash in between costs the waiters their timeout.
/// </summary>
internal sealed class PostgresNotifier(
    PostgresDatabase database, string channel, PostgresPayload payload, TimeSpan pace, TimeProvider time, ILogger logger)
{
    /// <summary>Ids in one payload, which holds 8,000 bytes at most.</summary>
    private const int IdsPerPayload = 200;

    private readonly Lock _gate = new();
    private HashSet<Guid> _changed = [];
    private bool _running;

    public void Changed(Guid id)
    {
        lock (_gate)
        {
            _changed.Add(id);
            if (_running)
                return;
            _running = true;
        }
        _ = Task.Run(RunAsync);
    }

    private async Task RunAsync()
    {
        while (Take() is { } changed)
        {
            try
            {
                await SendAsync(changed);
            }
            catch (Exception error)
            {
                Log.NotifyFailed(logger, error);
            }
            if (pace > TimeSpan.Zero)
                await Task.Delay(pace, time, CancellationToken.None);
        }
    }

    private HashSet<Guid>? Take()
    {
        lock (_gate)
        {
            _running = _changed.Count > 0;
            if (!_running)
                return null;
            var taken = _changed;
            _changed = [];
            return taken;
        }
    }

    private async Task SendAsync(IEnumerable<Guid> changed)
    {
        var payloads = changed.Chunk(IdsPerPayload).Select(payload.Write).ToArray();
        await using var batch = database.Source.CreateBatch();
        batch.Add("select set_config('synchronous_commit', 'off', true)");
        batch.Add(
            "select pg_notify(c, p) from unnest($1::text[], $2::text[]) s(c, p)",
            PostgresColumns.Text(payloads, _ => channel),
            PostgresColumns.Text(payloads, text => text));
        await batch.ExecuteNonQueryAsync();
    }
}

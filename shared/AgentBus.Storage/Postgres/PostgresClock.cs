using Npgsql;

namespace AgentBus.Storage.Postgres;

/// <summary>
/// The clock of the database, which all processes of a store share: due times, holds and leases that one process writes are read by the others, so
/// a machine whose clock is wrong must not make them wait, nor take what is not due. Between two looks it goes by the machine's monotonic clock,
/// which a step of its wall clock leaves alone. Before the first look it is the machine's.
/// </summary>
/// <param name="database">Whose clock.</param>
/// <param name="machine">Runs between the looks.</param>
internal sealed class PostgresClock(PostgresDatabase database, TimeProvider machine) : TimeProvider
{
    /// <summary>Less than this is the way to the database and back, not a wrong clock.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(100);

    private volatile Reading? _last;

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _last is { } last ? last.Time + machine.GetElapsedTime(last.Timestamp) : machine.GetUtcNow();

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>Asks the database; returns by how much this clock was put right (at first: by how much the machine's was wrong).</summary>
    public async Task<TimeSpan> LookAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        await using var question = new NpgsqlCommand("select clock_timestamp()", connection);
        var asked = GetTimestamp();
        var answer = (DateTime)(await question.ExecuteScalarAsync(cancellationToken))!;
        var way = GetElapsedTime(asked);
        var now = new DateTimeOffset(answer) + (way / 2);
        var wrong = now - GetUtcNow();
        if (_last is not null && wrong.Duration() <= Tolerance + way)
            return TimeSpan.Zero;
        _last = new Reading(now, GetTimestamp());
        return wrong;
    }

    private sealed record Reading(DateTimeOffset Time, long Timestamp);
}

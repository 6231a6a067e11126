using AgentBus.Storage.Outbox;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AgentBus.Storage.Postgres;

/// <summary>
/// Signals between processes by LISTEN and NOTIFY. The listening connection is opened by the first waiter and again whenever it
/// is lost; meanwhile waiters run into their timeouts.
/// </summary>
internal sealed class PostgresSignal : IChangeSignal, ISignalSource, IAsyncDisposable
{
    private const string OutboxChannel = "agentbus_outbox";
    private const string RunChannel = "agentbus_runs";
    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromSeconds(1);

    /// <summary>Watchers are people: ten notifications a second are enough, however many steps a second there are.</summary>
    private static readonly TimeSpan RunPace = TimeSpan.FromMilliseconds(100);

    private readonly PostgresDatabase _database;
    private readonly LocalSignal _local;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PostgresPayload _payload = new();
    private readonly PostgresNotifier _outbox;
    private readonly PostgresNotifier _runs;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lazy<Task> _listening;

    public PostgresSignal(PostgresDatabase database, LocalSignal local, TimeProvider time, ILogger<PostgresSignal> logger)
    {
        (_database, _local, _time, _logger) = (database, local, time, logger);
        _outbox = new PostgresNotifier(database, OutboxChannel, _payload, TimeSpan.Zero, time, logger);
        _runs = new PostgresNotifier(database, RunChannel, _payload, RunPace, time, logger);
        _listening = new Lazy<Task>(() => Task.Run(ListenAsync, CancellationToken.None));
    }

    public void OutboxChanged()
    {
        _local.OutboxChanged();
        _outbox.Changed(Guid.Empty);
    }

    public void RunChanged(Guid run)
    {
        _local.RunChanged(run);
        _runs.Changed(run);
    }

    public Task WaitForOutboxAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        _ = _listening.Value;
        return _local.WaitForOutboxAsync(timeout, cancellationToken);
    }

    public Task WaitForRunAsync(Guid run, TimeSpan timeout, CancellationToken cancellationToken)
    {
        _ = _listening.Value;
        return _local.WaitForRunAsync(run, timeout, cancellationToken);
    }

    /// <summary>The container disposes it once for each interface it stands for.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _stopping.CancelAsync();
        if (_listening.IsValueCreated)
            await _listening.Value;
        _stopping.Dispose();
    }

    private async Task ListenAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await ListenOnceAsync(_stopping.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                Log.ListenerLost(_logger, error);
                await Task.Delay(ReconnectDelay, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenOnceAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _database.Source.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, notification) => Heard(notification);
        await using (var command = new NpgsqlCommand($"listen {OutboxChannel}; listen {RunChannel}", connection))
            await command.ExecuteNonQueryAsync(cancellationToken);
        _local.OutboxChanged(); // Something may have come while nobody listened.
        while (true)
            await connection.WaitAsync(cancellationToken);
    }

    private void Heard(NpgsqlNotificationEventArgs notification)
    {
        foreach (var id in _payload.Read(notification.Payload))
            if (notification.Channel == OutboxChannel)
                _local.OutboxChanged();
            else
                _local.RunChanged(id);
    }
}

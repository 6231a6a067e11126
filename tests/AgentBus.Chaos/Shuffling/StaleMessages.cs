using System.Text.Json;
using AgentBus.Chaos.Houses;
using AgentBus.Contracts;

namespace AgentBus.Chaos.Shuffling;

/// <summary>
/// Sends what nobody should send any more: timers that have fired or were cancelled, messages that were dealt with, and the news that a lease ran out
/// while the attempt goes on, so that a newer one overtakes it.
/// </summary>
internal sealed class StaleMessages
{
    private const int RepeatedAtOnce = 5;
    private const int LostPercent = 3;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    // A budget has room for no second attempt.
    private const string Frugal = "budget";

    private readonly House _house;
    private readonly Shuffler _shuffler;
    private readonly Disorder _disorder;
    private readonly Dictionary<(Guid Run, string Timer), byte[]> _armed = [];
    private int _leases;

    public StaleMessages(House house, Shuffler shuffler, Disorder disorder)
    {
        (_house, _shuffler, _disorder) = (house, shuffler, disorder);
        shuffler.Came += LoseLease;
    }

    /// <summary>Timers that were sent after they were gone.</summary>
    public int Timers { get; private set; }

    /// <summary>Messages that were sent again long after they came.</summary>
    public int Repeated { get; private set; }

    /// <summary>Leases that were said to have run out.</summary>
    public int Leases => _leases;

    /// <summary>Goes on until it is cancelled.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await SendGoneTimersAsync(cancellationToken);
            for (var n = 0; n < RepeatedAtOnce; n++)
            {
                await _shuffler.RepeatOldAsync();
                Repeated++;
            }

            await Task.Delay(Every, TimeProvider.System, cancellationToken);
        }
    }

    private void LoseLease(string type, byte[] body)
    {
        if (type != nameof(DispatchAttempt) || !_disorder.Chance(LostPercent))
        {
            return;
        }

        var order = JsonSerializer.Deserialize(body, ContractsJson.Default.DispatchAttempt)!;
        if (order.Workflow.Name != Frugal)
        {
            Interlocked.Increment(ref _leases);
            var lost = new LeaseExpired(order.Tenant, order.Run, order.Step, order.Attempt);
            _ = _shuffler.SendAsync(Queues.Orchestrator, nameof(LeaseExpired), JsonSerializer.SerializeToUtf8Bytes(lost, ContractsJson.Default.LeaseExpired));
        }
    }

    private async Task SendGoneTimersAsync(CancellationToken cancellationToken)
    {
        var armed = await _house.Store.ListAsync(
            "select run, timer, body from outbox where timer is not null",
            row => (Key: (row.GetGuid(0), row.GetString(1)), Body: row.GetFieldValue<byte[]>(2)), cancellationToken);
        var still = armed.Select(timer => timer.Key).ToHashSet();
        foreach (var gone in _armed.Keys.Where(timer => !still.Contains(timer)).ToList())
        {
            await _shuffler.SendAsync(Queues.Orchestrator, nameof(TimerFired), _armed[gone]);
            _armed.Remove(gone);
            Timers++;
        }

        foreach (var (key, body) in armed)
        {
            _armed[key] = body;
        }
    }
}

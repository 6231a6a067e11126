using System.Collections.Concurrent;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace AgentBus.Chaos.Shuffling;

/// <summary>
/// Stands between the exchanges and the queues: takes what is sent to a queue and passes it on one to three times, with the same id and headers, each
/// copy after a wait of its own, so that messages overtake each other and come again seconds after they were dealt with. A message is acknowledged
/// when its first copy has arrived.
/// </summary>
internal sealed class Shuffler : IAsyncDisposable
{
    private const ushort Prefetch = 500;
    private const string TypeHeader = "agentbus-type";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly IConnection _connection;
    private readonly IChannel _sending;
    private readonly Disorder _disorder;
    private readonly ConcurrentQueue<Kept> _old = new();
    private readonly List<string> _queues = [];
    private int _pending;
    private int _taken;
    private int _passed;

    private Shuffler(IConnection connection, IChannel sending, Disorder disorder) => (_connection, _sending, _disorder) = (connection, sending, disorder);

    /// <summary>Messages that came.</summary>
    public int Taken => _taken;

    /// <summary>Messages that were passed on, copies included.</summary>
    public int Passed => _passed;

    /// <summary>Told of each message that comes: its type and body.</summary>
    public Action<string, byte[]>? Came { get; set; }

    /// <summary>Over a connection that it owns from now on.</summary>
    public static async Task<Shuffler> OpenAsync(IConnection connection, Disorder disorder, CancellationToken cancellationToken)
    {
        var confirms = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        return new Shuffler(connection, await connection.CreateChannelAsync(confirms, cancellationToken), disorder);
    }

    /// <summary>Puts itself before this queue. Between the two bindings a message comes both ways: one more duplicate.</summary>
    public async Task InterposeAsync(string queue, CancellationToken cancellationToken)
    {
        var channel = await _connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await channel.QueueDeclareAsync(Before(queue), durable: true, exclusive: false, autoDelete: false, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(Before(queue), queue, "", cancellationToken: cancellationToken);
        await channel.QueueUnbindAsync(queue, queue, "", cancellationToken: cancellationToken);
        await channel.BasicQosAsync(0, Prefetch, global: false, cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => TakeAsync(channel, queue, delivery);
        await channel.BasicConsumeAsync(Before(queue), autoAck: false, consumer, cancellationToken);
        _queues.Add(queue);
    }

    /// <summary>Sends something about a run that came long before once more.</summary>
    public async Task RepeatOldAsync()
    {
        var old = _old.ToArray();
        if (old.Length > 0)
        {
            var chosen = old[_disorder.Choose(old.Length)];
            await SendAsync(chosen.Queue, chosen.Properties, chosen.Body);
        }
    }

    /// <summary>Sends a message of its own to this queue.</summary>
    public Task SendAsync(string queue, string type, ReadOnlyMemory<byte> body)
    {
        var headers = new Dictionary<string, object?> { [TypeHeader] = type };
        return SendAsync(queue, new BasicProperties { MessageId = Guid.NewGuid().ToString(), ContentType = "application/json", Headers = headers }, body);
    }

    /// <summary>Steps aside: messages go straight to their queues again, and what waits here is passed on first.</summary>
    public async Task StepAsideAsync(CancellationToken cancellationToken)
    {
        await using var admin = await _connection.CreateChannelAsync(cancellationToken: cancellationToken);
        foreach (var queue in _queues)
        {
            await admin.QueueBindAsync(queue, queue, "", cancellationToken: cancellationToken);
            await admin.QueueUnbindAsync(Before(queue), queue, "", cancellationToken: cancellationToken);
        }

        foreach (var queue in _queues)
        {
            while (_pending > 0 || await admin.MessageCountAsync(Before(queue), cancellationToken) > 0)
            {
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }

        foreach (var queue in _queues)
        {
            await admin.QueueDeleteAsync(Before(queue), cancellationToken: cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static string Before(string queue) => $"chaos.before.{queue}";

    private Task TakeAsync(IChannel channel, string queue, BasicDeliverEventArgs delivery)
    {
        Interlocked.Increment(ref _taken);
        var message = new Kept(queue, new BasicProperties(delivery.BasicProperties), delivery.Body.ToArray());
        var type = TypeOf(message.Properties);
        Came?.Invoke(type, message.Body);
        var waits = _disorder.Waits(type, message.Body);
        Interlocked.Add(ref _pending, waits.Count);
        _ = PassOnAsync(message, waits[0], channel, delivery.DeliveryTag);
        foreach (var wait in waits.Skip(1))
        {
            _ = PassOnAsync(message, wait, null, 0);
        }

        return Task.CompletedTask;
    }

    private async Task PassOnAsync(Kept message, TimeSpan wait, IChannel? channel, ulong tag)
    {
        await Task.Delay(wait, TimeProvider.System);
        await SendAsync(message.Queue, message.Properties, message.Body);
        if (channel is not null)
        {
            Remember(message);
            await channel.BasicAckAsync(tag, multiple: false);
        }

        Interlocked.Decrement(ref _pending);
    }

    // Not while it waits: what is to come late must not come early as its own repetition. What workers say of themselves they say again by themselves.
    private void Remember(Kept message)
    {
        if (TypeOf(message.Properties) is not ("WorkerHeartbeat" or "WorkerStopped" or "AttemptProgress" or "DispatchAttempt"))
        {
            _old.Enqueue(message);
        }
    }

    // A refused publish is tried again: the shuffler repeats and delays, it loses nothing.
    private async Task SendAsync(string queue, BasicProperties properties, ReadOnlyMemory<byte> body)
    {
        for (var sent = false; !sent;)
        {
            try
            {
                await _sending.BasicPublishAsync("", queue, mandatory: true, properties, body);
                sent = true;
                Interlocked.Increment(ref _passed);
            }
            catch (PublishException)
            {
                await Task.Delay(Pause, TimeProvider.System);
            }
        }
    }

    private static string TypeOf(BasicProperties properties) =>
        properties.Headers?.TryGetValue(TypeHeader, out var type) == true && type is byte[] text ? Encoding.UTF8.GetString(text) : "";

    private sealed record Kept(string Queue, BasicProperties Properties, byte[] Body);
}

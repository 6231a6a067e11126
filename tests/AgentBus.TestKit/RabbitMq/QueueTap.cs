using System.Text;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace AgentBus.TestKit.RabbitMq;

/// <summary>Reads what arrives in a queue, and acknowledges it, as a program in any language would.</summary>
public sealed class QueueTap : IAsyncDisposable
{
    private readonly Channel<TappedMessage> messages = Channel.CreateUnbounded<TappedMessage>();
    private readonly IConnection connection;
    private readonly IChannel channel;

    private QueueTap(IConnection connection, IChannel channel) => (this.connection, this.channel) = (connection, channel);

    /// <summary>Declares the quorum queue and its fanout exchange, where they are not there yet, and consumes it.</summary>
    public static async Task<QueueTap> OpenAsync(RabbitMqFixture broker, string queue)
    {
        var link = await broker.ConnectAsync();
        var own = await link.CreateChannelAsync();
        await own.ExchangeDeclareAsync(queue, ExchangeType.Fanout, durable: true);
        await own.QueueDeclareAsync(
            queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await own.QueueBindAsync(queue, queue, "");
        var tap = new QueueTap(link, own);
        var consumer = new AsyncEventingBasicConsumer(own);
        consumer.ReceivedAsync += tap.TakeAsync;
        await own.BasicConsumeAsync(queue, autoAck: false, consumer);
        return tap;
    }

    /// <summary>The next message, waited for at most 30 s.</summary>
    public async Task<TappedMessage> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        return await messages.Reader.ReadAsync(limit.Token);
    }

    /// <summary>The next message of this type, waited for at most 30 s; others are passed over.</summary>
    public async Task<TappedMessage> NextAsync(string type)
    {
        while (true)
        {
            if (await NextAsync() is var message && message.Headers.GetValueOrDefault("agentbus-type") == type)
            {
                return message;
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    private async Task TakeAsync(object sender, BasicDeliverEventArgs delivery)
    {
        var headers = (delivery.BasicProperties.Headers ?? new Dictionary<string, object?>()).ToDictionary(
            header => header.Key,
            header => header.Value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : Convert.ToString(header.Value, System.Globalization.CultureInfo.InvariantCulture) ?? "");
        messages.Writer.TryWrite(new TappedMessage(delivery.BasicProperties.MessageId, headers, delivery.Body.ToArray()));
        await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
    }
}

/// <summary>A message as it lay in the queue.</summary>
public sealed record TappedMessage(string? MessageId, IReadOnlyDictionary<string, string> Headers, byte[] Body);

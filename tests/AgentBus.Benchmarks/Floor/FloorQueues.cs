using RabbitMQ.Client;

namespace AgentBus.Benchmarks;

/// <summary>What both sides of the floor share: two quorum queues, confirmed and persistent messages, prefetch 64.</summary>
internal static class FloorQueues
{
    public const string Commands = "floor.commands";
    public const string Replies = "floor.replies";
    private const int Prefetch = 64;

    public static BasicProperties Persistent { get; } = new() { DeliveryMode = DeliveryModes.Persistent };

    public static Task<IConnection> ConnectAsync(string broker) =>
        new ConnectionFactory { Uri = new Uri(broker), ConsumerDispatchConcurrency = 32 }.CreateConnectionAsync();

    /// <summary>A channel that confirms what it publishes, with at most 256 messages not confirmed.</summary>
    public static async Task<IChannel> OpenAsync(IConnection connection)
    {
        var channel = await connection.CreateChannelAsync(new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, new ThrottlingRateLimiter(256), consumerDispatchConcurrency: 32));
        foreach (var queue in new[] { Commands, Replies })
        {
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        }

        await channel.BasicQosAsync(0, Prefetch, global: false);
        return channel;
    }

    public static ValueTask SendAsync(IChannel channel, string queue, ReadOnlyMemory<byte> body) =>
        channel.BasicPublishAsync("", queue, mandatory: false, Persistent, body);
}

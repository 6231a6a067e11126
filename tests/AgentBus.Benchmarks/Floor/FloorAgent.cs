using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace AgentBus.Benchmarks;

/// <summary>The agent side of the floor: each command comes back as its reply, confirmed before the command is acknowledged.</summary>
internal static class FloorAgent
{
    /// <summary>Works until its standard input ends.</summary>
    public static async Task<int> RunAsync(string broker)
    {
        await using var connection = await FloorQueues.ConnectAsync(broker);
        await using var channel = await FloorQueues.OpenAsync(connection);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, command) =>
        {
            // The body's memory is the client's again when this handler first waits.
            await FloorQueues.SendAsync(channel, FloorQueues.Replies, command.Body.ToArray());
            await channel.BasicAckAsync(command.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync(FloorQueues.Commands, autoAck: false, consumer);
        await Console.Out.WriteLineAsync("ready");
        await Console.In.ReadToEndAsync();
        return 0;
    }
}

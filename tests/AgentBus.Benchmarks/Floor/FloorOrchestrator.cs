using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace AgentBus.Benchmarks;

/// <summary>
/// The orchestrator side of the floor: the least a durable remote step can do. A command to a quorum queue, its reply from another, one transaction, the
/// next command; all confirmed, the reply acknowledged last.
/// </summary>
internal static class FloorOrchestrator
{
    /// <summary>Does a round for each line of its standard input (<c>runs inFlight</c>) and answers with a line of JSON, a <see cref="FloorFigures"/>.</summary>
    public static async Task<int> RunAsync(string broker, string database)
    {
        await using var connection = await FloorQueues.ConnectAsync(broker);
        await using var commands = await FloorQueues.OpenAsync(connection);
        await using var replies = await FloorQueues.OpenAsync(connection);
        var store = await FloorStore.OpenAsync(database);
        FloorRound? round = null;
        var consumer = new AsyncEventingBasicConsumer(replies);
        consumer.ReceivedAsync += async (_, reply) =>
        {
            var body = reply.Body.ToArray();
            var (run, step) = (new Guid(body.AsSpan(0, 16)), body[16]);
            await store.RecordAsync(run, step, $$"""{"text":"{{Encoding.UTF8.GetString(body, 17, body.Length - 17)}}"}""");
            if (step + 1 < Workflows.StepsOfFive)
            {
                body[16]++;
                await FloorQueues.SendAsync(replies, FloorQueues.Commands, body);
            }

            await replies.BasicAckAsync(reply.DeliveryTag, multiple: false);
            if (step + 1 == Workflows.StepsOfFive)
            {
                round!.Ended(run);
            }
        };
        await replies.BasicConsumeAsync(FloorQueues.Replies, autoAck: false, consumer);
        await Console.Out.WriteLineAsync("ready");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var asked = line.Split(' ').Select(int.Parse).ToArray();
            round = new FloorRound(asked[0], asked[1]);
            var figures = await round.RunAsync(command => FloorQueues.SendAsync(commands, FloorQueues.Commands, command));
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(figures, FloorJson.Default.FloorFigures));
        }

        return 0;
    }
}

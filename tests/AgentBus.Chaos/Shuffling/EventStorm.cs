using System.Text;
using AgentBus.Chaos.Houses;
using AgentBus.Chaos.Load;
using AgentBus.Contracts;
using RabbitMQ.Client;

namespace AgentBus.Chaos.Shuffling;

/// <summary>Publishes each event many times, over HTTP and over AMQP, as one document and with its attributes in headers. Each must start one run.</summary>
internal sealed class EventStorm(House house)
{
    private const string Type = "chaos.order.placed";
    private const string Source = "https://shop.example/orders";

    /// <summary>The cases of so many events.</summary>
    public static IReadOnlyList<LoadCase> Deal(int events) =>
        [.. Enumerable.Range(0, events).Select(n => new LoadCase($"order-{n}", "eventful", [], "Completed", ["only"]))];

    public async Task PublishAsync(IReadOnlyList<LoadCase> events, CancellationToken cancellationToken)
    {
        await using var connection = await house.Bus.ConnectAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), cancellationToken);
        foreach (var one in events)
        {
            house.Ledger.Starting(one);
            var structured = $$"""{"specversion":"1.0","data":{"n":1},"id":"{{one.Name}}","source":"{{Source}}","type":"{{Type}}"}""";
            var overHttp = house.Api.PostAsync("/v1/events", structured, cancellationToken, mediaType: "application/cloudevents+json");
            await SendAsync(channel, "application/cloudevents+json", [], structured, cancellationToken);
            await SendAsync(channel, "application/json", Attributes(one.Name), """{"n":1}""", cancellationToken);
            await house.Api.PostAsync("/v1/events", $"[{structured},{structured}]", cancellationToken, mediaType: "application/cloudevents-batch+json");
            await overHttp;
        }
    }

    /// <summary>Finds the runs that the events started and writes them in the ledger; returns how many too many there are.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(IReadOnlyList<LoadCase> events, CancellationToken cancellationToken)
    {
        var runs = (await house.Store.ListAsync(
                "select id, started_by from runs where name = 'eventful'", row => (Id: row.GetGuid(0), By: row.GetString(1)), cancellationToken))
            .ToLookup(run => run.By.Split(' ')[1], run => run.Id);
        foreach (var one in events.Where(one => runs[one.Name].Any()))
        {
            house.Ledger.Started(one, runs[one.Name].First());
        }

        return [.. events.Where(one => runs[one.Name].Count() != 1).Select(one => $"event {one.Name} started {runs[one.Name].Count()} runs")];
    }

    private static Dictionary<string, object?> Attributes(string id) => new()
    {
        ["cloudEvents:specversion"] = "1.0", ["cloudEvents:id"] = id, ["cloudEvents:source"] = Source, ["cloudEvents:type"] = Type,
    };

    private static async Task SendAsync(
        IChannel channel, string mediaType, Dictionary<string, object?> headers, string body, CancellationToken cancellationToken) =>
        await channel.BasicPublishAsync(
            Queues.Events, Type, mandatory: false, new BasicProperties { ContentType = mediaType, Persistent = true, Headers = headers },
            Encoding.UTF8.GetBytes(body), cancellationToken);
}

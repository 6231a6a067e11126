using System.Text;
using AgentBus.Contracts;
using AgentBus.Storage.Runs;
using RabbitMQ.Client;

namespace AgentBus.Benchmarks;

/// <summary>
/// Starts runs by CloudEvents over AMQP, the cheapest way in that a user has, and looks in the store for their ends. What it calls a run is the id in the run's request key,
/// which is known beforehand; <see cref="StartedRuns"/> tells the run itself.
/// </summary>
internal sealed class EventDoor(IChannel channel, IEndedRuns ended, string workflow, string more = "", int? length = null) : IDoor
{
    private static readonly BasicProperties Properties = new() { ContentType = "application/cloudevents+json", DeliveryMode = DeliveryModes.Persistent };
    private readonly string _source = $"/bench/{Guid.NewGuid():N}";

    /// <summary>When each run was asked for.</summary>
    public Dictionary<Guid, long> SentAt { get; } = [];

    public async Task<Guid> StartAsync(int number, CancellationToken cancellationToken)
    {
        var run = StartedRuns.Named(RequestKeys.OfEvent(Workflows.Namespace, workflow, _source, $"{number}"));
        var sentAt = Microseconds.Of(TimeProvider.System.GetUtcNow());
        SentAt[run] = sentAt;
        var text = length is { } letters ? Payload.Text(number, letters) : Payload.Text(number);
        var cloudEvent = $$$"""
            {"specversion":"1.0","id":"{{{number}}}","source":"{{{_source}}}","type":"{{{Workflows.TypeOf(workflow)}}}","data":{"text":"{{{text}}}","sentAt":{{{sentAt}}}{{{more}}}}}
            """;
        await channel.BasicPublishAsync(Queues.Events, Workflows.TypeOf(workflow), mandatory: true, Properties, Encoding.UTF8.GetBytes(cloudEvent), CancellationToken.None);
        return run;
    }

    public Task<IReadOnlyList<Guid>> EndedAsync(IReadOnlyCollection<Guid> open, CancellationToken cancellationToken) => ended.AmongAsync(open, cancellationToken);
}

using AgentBus.Hosting.Periodic;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentBus.Hosting.Bus.RabbitMq.Consumers;

/// <summary>
/// Starts endpoints again that the broker has forgotten. A consumer whose queue was deleted and made again in the same moment is not always told of
/// it (seen with RabbitMQ 3.10): its channel stays open, and nothing ever comes. What is seen twice in a row, a heartbeat apart, is taken as that; once
/// may be a consumer that is just being started.
/// </summary>
internal sealed class ConsumerWatch(
    IEnumerable<BusEndpoint> endpoints, IQueueProbe queues, ConsumerChannels channels, RabbitMqBroker broker,
    IOptions<BusOptions> options, TimeProvider clock, ILogger<ConsumerWatch> logger)
    : PeriodicService(options.Value.Heartbeat, clock)
{
    private readonly HashSet<string> suspects = [];

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        // A broker that throttles publishers answers no question on their connection.
        if (broker.Blocked is not null)
        {
            return;
        }

        // A temporary queue belongs to one connection, and the broker shows it to no other.
        foreach (var queue in endpoints.Where(endpoint => !endpoint.IsTemporary).Select(endpoint => endpoint.Queue))
        {
            if (!channels.Has(queue) || await queues.LookAsync(queue, cancellationToken) is { Consumers: > 0 })
            {
                suspects.Remove(queue);
            }
            else if (!suspects.Add(queue))
            {
                suspects.Remove(queue);
                Log.ConsumerForgotten(logger, queue);
                await channels.CloseAsync(queue, cancellationToken);
            }
        }
    }

    // The broker is away, and the connection's own watch tells of it.
    protected override void Failed(Exception error) => suspects.Clear();
}

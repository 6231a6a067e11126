using AgentBus.Hosting.Bus;
using AgentBus.Hosting.Bus.RabbitMq;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentBus.Hosting.Health;

/// <summary>
/// Asks the broker whether the queues of this process are there and consumed, since the bus library may believe in a consumer that the broker does not
/// know any more; and whether the broker takes messages. A broker that throttles publishers leaves the service degraded, but ready: what it
/// has to send waits in the outbox or with its messages.
/// </summary>
internal sealed class BusHealth(IEnumerable<BusEndpoint> endpoints, IQueueProbe queues, RabbitMqBroker broker) : IHealthCheck
{
    public const string Name = "bus-queues";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // It does not even answer questions then, on a connection that publishes.
        if (broker.Blocked is { } reason)
        {
            return HealthCheckResult.Degraded($"the broker takes no messages: {reason}");
        }

        List<string> dead = [];

        // A temporary queue belongs to one connection, and the broker shows it to no other.
        foreach (var endpoint in endpoints.Where(endpoint => !endpoint.IsTemporary))
        {
            if (await queues.LookAsync(endpoint.Queue, cancellationToken) is not { Consumers: > 0 })
            {
                dead.Add(endpoint.Queue);
            }
        }

        return dead.Count > 0 ? HealthCheckResult.Unhealthy($"nobody consumes {string.Join(", ", dead)}") : HealthCheckResult.Healthy();
    }
}

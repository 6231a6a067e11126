using MassTransit;

namespace AgentBus.Chaos.Control;

/// <summary>Starts orders and remembers them.</summary>
internal sealed class OrderDesk(IBus bus)
{
    /// <summary>Names by id.</summary>
    public Dictionary<Guid, string> Orders { get; } = [];

    /// <summary>Starts orders until there are so many.</summary>
    public async Task StartAsync(int count, CancellationToken cancellationToken)
    {
        while (Orders.Count < count)
        {
            var (order, name) = (Guid.NewGuid(), $"o-{Orders.Count}");
            Orders[order] = name;
            await bus.Publish(new ControlStart(order, name), cancellationToken);
        }
    }
}

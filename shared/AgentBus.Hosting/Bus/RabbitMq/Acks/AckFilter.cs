using MassTransit;
using MassTransit.RabbitMqTransport;

namespace AgentBus.Hosting.Bus.RabbitMq.Acks;

/// <summary>Gathers the acknowledgements of each channel that an endpoint opens.</summary>
/// <param name="concurrency">Of the endpoint. Up to a quarter of it waits for others, so that an endpoint of a few gets its next message at once.</param>
internal sealed class AckFilter(int concurrency) : IFilter<ChannelContext>
{
    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        using var gathering = new GatheredAcks(context, concurrency / 4);
        await next.Send(gathering);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("acks");
}

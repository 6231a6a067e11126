using MassTransit;
using MassTransit.RabbitMqTransport;

namespace AgentBus.Hosting.Bus.RabbitMq.Acks;

/// <summary>Gathers the acknowledgements of each channel that an endpoint opens.</summary>
internal sealed class AckFilter : IFilter<ChannelContext>
{
    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        using var gathering = new GatheredAcks(context);
        await next.Send(gathering);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("acks");
}

using System.Collections.Concurrent;
using MassTransit;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;

namespace AgentBus.Hosting.Bus.RabbitMq.Consumers;

/// <summary>The channels on which this process consumes, by queue.</summary>
internal sealed class ConsumerChannels
{
    private readonly ConcurrentDictionary<string, IChannel> open = new();

    /// <summary>The queue is being consumed, as far as this process knows.</summary>
    public bool Has(string queue) => open.TryGetValue(queue, out var channel) && channel.IsOpen;

    /// <summary>Closes the channel of the queue. The bus library then opens another one, declares the queue and consumes it.</summary>
    public async Task CloseAsync(string queue, CancellationToken cancellationToken)
    {
        if (open.TryGetValue(queue, out var channel) && channel.IsOpen)
        {
            await channel.CloseAsync(Constants.ReplySuccess, "the broker does not know its consumer", abort: true, cancellationToken);
        }
    }

    /// <summary>Remembers each channel that the endpoint of the queue opens, while it is in use.</summary>
    public IFilter<ChannelContext> Of(string queue) => new Filter(this, queue);

    private sealed class Filter(ConsumerChannels channels, string queue) : IFilter<ChannelContext>
    {
        public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
        {
            channels.open[queue] = context.Channel;
            try
            {
                await next.Send(context);
            }
            finally
            {
                channels.open.TryRemove(KeyValuePair.Create(queue, context.Channel));
            }
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("consumer-channel");
    }
}

using AgentBus.Hosting.Bus.RabbitMq.Acks;
using AgentBus.Hosting.Bus.RabbitMq.Consumers;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace AgentBus.Hosting.Bus.RabbitMq;

/// <summary>Endpoints on RabbitMQ: a quorum queue behind a fanout exchange of the same name.</summary>
internal static class RabbitMqEndpoints
{
    public static void ConfigureHost(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator configurator)
    {
        var options = context.GetRequiredService<IOptions<BusOptions>>().Value;
        var (first, nodes) = (options.Hosts[0], new BrokerNodes(options));
        configurator.Host(first.Name, (ushort)first.Port, options.VirtualHost, host =>
        {
            host.Username(options.Username);
            host.Password(options.ReadPassword());
            host.Heartbeat(options.Heartbeat);
            host.ContinuationTimeout(BrokerConnection.AnswerTimeout);

            // The library's own list of nodes would trust any certificate.
            host.OnRefreshConnectionFactory = factory =>
            {
                factory.EndpointResolverFactory = _ => nodes;
                factory.RequestedConnectionTimeout = factory.HandshakeContinuationTimeout = BrokerConnection.Timeout;
                return Task.CompletedTask;
            };
        });
    }

    public static void Configure(IBusRegistrationContext context, IRabbitMqReceiveEndpointConfigurator receive, BusEndpoint endpoint)
    {
        if (endpoint.IsTemporary)
        {
            (receive.Durable, receive.AutoDelete) = (false, true);
        }
        else
        {
            receive.SetQuorumQueue();
        }

        var consumers = context.GetRequiredService<ConsumerChannels>().Of(endpoint.Queue);
        receive.ConfigureChannel(channel =>
        {
            channel.UseFilter(consumers);
            channel.UseFilter(new AckFilter(endpoint.Concurrency));
        });
        BusRegistration.ConfigureEndpoint(context, receive, endpoint);
        if (endpoint.Topic is { } topic)
        {
            receive.Bind(topic.Exchange, binding =>
            {
                binding.ExchangeType = ExchangeType.Topic;
                binding.RoutingKey = topic.RoutingKey;
            });
        }
    }
}

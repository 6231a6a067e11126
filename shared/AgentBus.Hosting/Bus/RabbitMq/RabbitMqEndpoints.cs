using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AgentBus.Hosting.Bus.RabbitMq;

/// <summary>Endpoints on RabbitMQ: a quorum queue behind a fanout exchange of the same name.</summary>
internal static class RabbitMqEndpoints
{
    public static void ConfigureHost(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator configurator)
    {
        var options = context.GetRequiredService<IOptions<BusOptions>>().Value;
        configurator.Host(options.Host, (ushort)options.EffectivePort, options.VirtualHost, host =>
        {
            host.Username(options.Username);
            host.Password(options.ReadPassword());
            if (options.Tls)
            {
                host.UseSsl(ssl => ssl.ServerName = options.Host);
            }
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

        BusRegistration.ConfigureEndpoint(context, receive, endpoint);
        if (endpoint.Topic is { } topic)
        {
            receive.Bind(topic.Exchange, binding =>
            {
                binding.ExchangeType = RabbitMQ.Client.ExchangeType.Topic;
                binding.RoutingKey = topic.RoutingKey;
            });
        }
    }
}

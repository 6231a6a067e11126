using MassTransit;
using MassTransit.Transports.Fabric;

namespace AgentBus.Hosting.Bus.InMemory;

/// <summary>Endpoints of the in-memory transport.</summary>
internal static class InMemoryEndpoints
{
    public static void Configure(IBusRegistrationContext context, IInMemoryReceiveEndpointConfigurator receive, BusEndpoint endpoint)
    {
        BusRegistration.ConfigureEndpoint(context, receive, endpoint);
        if (endpoint.Topic is { } topic)
        {
            receive.Bind(topic.Exchange, ExchangeType.Topic, topic.RoutingKey);
        }
    }
}

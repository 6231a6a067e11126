using AgentBus.Hosting.Bus.DeadLetters;
using AgentBus.Hosting.Bus.InMemory;
using AgentBus.Hosting.Bus.RabbitMq;
using AgentBus.Hosting.Bus.RabbitMq.Consumers;
using AgentBus.Hosting.Bus.Wire;
using AgentBus.Hosting.Health;
using AgentBus.Hosting.Modes;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentBus.Hosting.Bus;

/// <summary>Collects the endpoints of a process and sets up its bus once.</summary>
public static class BusRegistration
{
    /// <summary>Adds a queue that this process consumes.</summary>
    public static IServiceCollection AddBusEndpoint(this IServiceCollection services, BusEndpoint endpoint)
    {
        if (IsAdded(services))
        {
            throw new InvalidOperationException($"Endpoint {endpoint.Queue} was added after the bus; call AddBus last.");
        }

        return services.AddSingleton(endpoint);
    }

    /// <summary>Adds something that <c>setup</c> creates and <c>check</c> looks for.</summary>
    public static IServiceCollection AddSetupStep<T>(this IServiceCollection services)
        where T : class, ISetupStep => services.AddSingleton<ISetupStep, T>();

    /// <summary>
    /// Adds the bus: <see cref="IMessageSender"/>, and all endpoints added before. Call it once, last; <see cref="AgentBusService"/> does
    /// when there are endpoints, so only a process that just sends has to.
    /// </summary>
    public static IHostApplicationBuilder AddBus(this IHostApplicationBuilder builder)
    {
        if (IsAdded(builder.Services))
        {
            return builder;
        }

        builder.Services.AddSingleton<IValidateOptions<BusOptions>, BusOptionsValidator>();
        builder.Services.AddOptions<BusOptions>().BindConfiguration(BusOptions.Section).ValidateOnStart();
        var endpoints = builder.Services.Where(service => service.ServiceType == typeof(BusEndpoint))
            .Select(service => (BusEndpoint)service.ImplementationInstance!).ToList();
        var inMemory = string.Equals(builder.Configuration["Bus:Transport"], "memory", StringComparison.OrdinalIgnoreCase);
        if (inMemory)
        {
            builder.Services.AddSingleton<IMessageSender, InMemorySender>().AddSingleton<IQueueProbe, InMemoryProbe>();
        }
        else
        {
            builder.Services.AddSingleton<RabbitMqBroker>().AddSingleton<IMessageSender, RabbitMqSender>().AddSingleton<IQueueProbe, RabbitMqProbe>()
                .AddSingleton<ConsumerChannels>().AddSetupStep<BrokerSetup>();
            builder.Services.AddHealthChecks().AddCheck<BusHealth>(BusHealth.Name, timeout: TimeSpan.FromSeconds(10));
        }

        AddMassTransit(builder.Services, endpoints, inMemory);
        if (!inMemory)
        {
            // After the bus, so that it stops before: consumers that the bus takes back at a stop are not forgotten ones.
            builder.Services.AddHostedService<ConsumerWatch>();
        }

        return builder;
    }

    private static void AddMassTransit(IServiceCollection services, List<BusEndpoint> endpoints, bool inMemory)
    {
        // Without waiting, messages confirmed before the queues are bound would vanish. At a stop consumers get all the time the host
        // allows but the last 10 s, in which those who come after them clean up.
        services.AddOptions<MassTransitHostOptions>().Configure<IOptions<HostOptions>>((bus, host) =>
        {
            var time = host.Value.ShutdownTimeout - TimeSpan.FromSeconds(10);
            bus.WaitUntilStarted = true;
            bus.ConsumerStopTimeout = time > TimeSpan.FromSeconds(1) ? time : TimeSpan.FromSeconds(1);
        });
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            endpoints.ForEach(endpoint => endpoint.Register(bus));
            if (inMemory)
            {
                bus.UsingInMemory((context, configurator) => endpoints.ForEach(endpoint =>
                    configurator.ReceiveEndpoint(endpoint.Queue, receive => InMemoryEndpoints.Configure(context, receive, endpoint))));
            }
            else
            {
                bus.UsingRabbitMq((context, configurator) =>
                {
                    RabbitMqEndpoints.ConfigureHost(context, configurator);
                    endpoints.ForEach(endpoint =>
                        configurator.ReceiveEndpoint(endpoint.Queue, receive => RabbitMqEndpoints.Configure(context, receive, endpoint)));
                });
            }
        });
    }

    /// <summary>What is the same on every transport.</summary>
    internal static void ConfigureEndpoint(IBusRegistrationContext context, IReceiveEndpointConfigurator receive, BusEndpoint endpoint)
    {
        var options = context.GetRequiredService<IOptions<BusOptions>>().Value;
        receive.ConfigureConsumeTopology = false;
        receive.PublishFaults = false;
        receive.ConcurrentMessageLimit = endpoint.Concurrency;
        receive.PrefetchCount = endpoint.Concurrency;
        receive.ClearSerialization();
        var format = new WireFormat(endpoint, endpoint.IsForDeadLetters ? int.MaxValue : options.MaxMessageBytes);
        var logger = context.GetRequiredService<ILoggerFactory>().CreateLogger("AgentBus.Bus");
        receive.AddSerializer(format);
        receive.AddDeserializer(format, isDefault: true);
        ConfigureDeadLetters(context, receive, endpoint, logger);
        receive.UseFilter(new HandleFilter(endpoint.Queue, logger));
        endpoint.Configure(context, receive);
    }

    private static void ConfigureDeadLetters(
        IBusRegistrationContext context, IReceiveEndpointConfigurator receive, BusEndpoint endpoint, ILogger logger)
    {
        if (endpoint.IsForDeadLetters)
        {
            receive.RethrowFaultedMessages();
            receive.ThrowOnSkippedMessages();
            return;
        }

        // The sender may stand on the bus that is being set up here, so it is resolved with the first dead letter, not now.
        var filter = new DeadLetterFilter(
            endpoint.Queue, new Lazy<IMessageSender>(context.GetRequiredService<IMessageSender>), context.GetRequiredService<TimeProvider>(), logger);
        receive.ConfigureError(error => error.UseFilter(filter));
        receive.ConfigureDeadLetter(skipped => skipped.UseFilter(filter));
    }

    private static bool IsAdded(IServiceCollection services) => services.Any(service => service.ServiceType == typeof(IMessageSender));
}

using System.Text.Json.Serialization;
using AgentBus.AgentSdk.Attempts;
using AgentBus.AgentSdk.Chat;
using AgentBus.AgentSdk.Memory;
using AgentBus.AgentSdk.Registration;
using AgentBus.AgentSdk.Workers;
using AgentBus.Contracts;
using AgentBus.Hosting.Bus;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace AgentBus.AgentSdk;

/// <summary>Adds agents to a host.</summary>
public static class AgentRegistration
{
    /// <summary>
    /// Adds an agent: a class with <see cref="AgentAttribute"/> that implements one <see cref="IAgent{TInput, TOutput}"/>. It is made once, with
    /// its dependencies, and consumes the agent's queue and the queue of its version,
    /// each with its lanes for high and low priority.
    /// </summary>
    /// <param name="builder">The host.</param>
    /// <param name="json">Source-generated JSON of input and output; null = by reflection with web defaults.</param>
    public static IHostApplicationBuilder AddAgent<T>(this IHostApplicationBuilder builder, JsonSerializerContext? json = null)
        where T : class
    {
        var attribute = (AgentAttribute?)Attribute.GetCustomAttribute(typeof(T), typeof(AgentAttribute))
            ?? throw new InvalidOperationException($"{typeof(T).Name} is no agent: it lacks the [Agent] attribute.");
        var descriptor = AgentDescriptor.Of(
            typeof(T), attribute, builder.Configuration.GetValue<int?>($"Agents:{attribute.Name}:Concurrency"));
        PromptFiles.Require(descriptor.Name, attribute.Prompts);
        var runner = AttemptRunnerFactory.For(typeof(T), json);

        AddShared(builder.Services);
        builder.Services.TryAddSingleton<T>();
        builder.Services.AddSingleton(services => new DeskOf<T>(new AgentDesk(
            descriptor,
            runner.Create(services, descriptor),
            services.GetRequiredService<WorkerMessages>(),
            services.GetRequiredService<WorkerClock>())));
        builder.Services.AddSingleton<IHostedService>(services => new WorkerLife(
            services.GetRequiredService<DeskOf<T>>().Desk, services.GetRequiredService<WorkerClock>(),
            services.GetRequiredService<Microsoft.Extensions.Options.IOptions<HostOptions>>()));
        string[] queues = [Queues.Agent(descriptor.Name), Queues.Agent(descriptor.Name, descriptor.Version)];
        foreach (var (lane, queue) in queues.SelectMany(Lanes.Of))
        {
            AddQueue<T>(builder.Services, descriptor, lane, queue);
        }

        return builder;
    }

    private static void AddShared(IServiceCollection services)
    {
        services.AddOptions<WorkerOptions>().BindConfiguration(WorkerOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ModelGatewayOptions>().BindConfiguration(ModelGatewayOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<Microsoft.Extensions.Options.IValidateOptions<ModelGatewayOptions>, ModelGatewayOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<WorkerClock>();
        services.TryAddSingleton<WorkerMessages>();
        services.TryAddSingleton<GatewayChatClient>();
        MemoryClient.AddTo(services);
    }

    private static void AddQueue<T>(IServiceCollection services, AgentDescriptor descriptor, Lane lane, string queue) =>
        services.AddBusEndpoint(new BusEndpoint
        {
            Queue = queue,
            Types = [WireType.Of(ContractsJson.Default.DispatchAttempt)],
            Concurrency = descriptor.Concurrency,
            Register = _ => { },
            // The desk sends over the bus that is being set up here, so it is resolved with the first message, not now.
            Configure = (context, receive) => receive.Handler<DispatchAttempt>(message =>
                context.GetRequiredService<DeskOf<T>>().Desk.HandleAsync(Delivery.Of(message, lane, queue), message.CancellationToken)),
        });

    // Tells the desks of several agents in one process apart.
    private sealed record DeskOf<T>(AgentDesk Desk);
}

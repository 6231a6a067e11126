using System.Text.Json.Serialization;
using AgentBus.AgentSdk.Attempts;
using AgentBus.AgentSdk.Chat;
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
    /// its dependencies, and consumes the agent's queue and the queue of its version.
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
        builder.Services.AddKeyedSingleton(descriptor.Name, (services, _) => new AgentDesk(
            descriptor,
            runner.Create(services, descriptor),
            ActivatorUtilities.CreateInstance<WorkerMessages>(services),
            ActivatorUtilities.GetServiceOrCreateInstance<WorkerClock>(services)));
        builder.Services.AddSingleton<IHostedService>(services => new WorkerLife(
            services.GetRequiredKeyedService<AgentDesk>(descriptor.Name), services.GetRequiredService<WorkerClock>()));
        AddQueue(builder.Services, descriptor, Queues.Agent(descriptor.Name));
        AddQueue(builder.Services, descriptor, Queues.Agent(descriptor.Name, descriptor.Version));
        return builder;
    }

    private static void AddShared(IServiceCollection services)
    {
        services.AddOptions<WorkerOptions>().BindConfiguration(WorkerOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ModelGatewayOptions>().BindConfiguration(ModelGatewayOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<Microsoft.Extensions.Options.IValidateOptions<ModelGatewayOptions>, ModelGatewayOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<WorkerClock>();
        services.TryAddSingleton<GatewayChatClient>();
    }

    private static void AddQueue(IServiceCollection services, AgentDescriptor descriptor, string queue) =>
        services.AddBusEndpoint(new BusEndpoint
        {
            Queue = queue,
            Types = [WireType.Of(ContractsJson.Default.DispatchAttempt)],
            Concurrency = descriptor.Concurrency,
            Register = _ => { },
            Configure = (context, receive) =>
            {
                var desk = context.GetRequiredKeyedService<AgentDesk>(descriptor.Name);
                receive.Handler<DispatchAttempt>(message => desk.HandleAsync(Delivery.Of(message, queue), message.CancellationToken));
            },
        });
}

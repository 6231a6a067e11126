using AgentBus.Chaos.Agents;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AgentBus.Chaos.Control;

/// <summary>
/// The control group as a program: <c>AgentBus.Chaos control saga|worker</c>. A saga on MassTransit with its in-memory outbox, as its
/// documentation shows it: retries, a repository with a row lock, quorum queues, messages sent when the saga was saved.
/// </summary>
internal static class ControlProgram
{
    public static async Task<int> RunAsync(string part)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddEnvironmentVariables("AGENTBUS_");
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls(builder.Configuration["Http:Urls"]!);
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(builder.Configuration["Store:ConnectionString"]!));
        builder.Services.AddSingleton(_ => new WorldClient(new HttpClient { BaseAddress = new Uri(builder.Configuration["World:Url"]!) }));
        builder.Services.AddMassTransit(bus => Configure(bus, part, builder.Configuration));
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        await using var app = builder.Build();
        app.MapGet("/health/ready", () => "ready");
        await app.RunAsync();
        return 0;
    }

    /// <summary>Leads the library to the broker of these settings.</summary>
    public static void Connect(IRabbitMqBusFactoryConfigurator bus, Func<string, string> setting) => bus.Host(
        setting("Bus:Host"), ushort.Parse(setting("Bus:Port"), System.Globalization.CultureInfo.InvariantCulture), setting("Bus:VirtualHost"),
        host =>
        {
            host.Username(setting("Bus:Username"));
            host.Password(setting("Bus:Password"));
        });

    private static void Configure(IBusRegistrationConfigurator bus, string part, IConfiguration configuration)
    {
        bus.DisableUsageTelemetry();
        if (part == "saga")
        {
            bus.AddSagaStateMachine<OrderMachine, Order>().Repository(repository =>
                repository.RegisterSagaRepository<Order, OrderTransaction, SagaConsumeContextFactory<OrderTransaction, Order>, OrderRepository>());
        }
        else
        {
            bus.AddConsumer<ControlWorker>();
        }

        bus.UsingRabbitMq((context, broker) =>
        {
            Connect(broker, name => configuration[name]!);
            broker.ReceiveEndpoint($"control-{part}", endpoint =>
            {
                endpoint.SetQuorumQueue();
                endpoint.ConcurrentMessageLimit = 16;
                endpoint.PrefetchCount = 16;
                endpoint.UseMessageRetry(retry => retry.Intervals(50, 200, 1_000));
                endpoint.UseInMemoryOutbox(context);
                if (part == "saga")
                {
                    endpoint.ConfigureSaga<Order>(context);
                }
                else
                {
                    endpoint.ConfigureConsumer<ControlWorker>(context);
                }
            });
        });
    }
}

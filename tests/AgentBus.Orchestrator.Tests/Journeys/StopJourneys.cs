using System.Text;
using AgentBus.Contracts;
using AgentBus.Storage;
using AgentBus.Storage.Definitions;
using AgentBus.TestKit.Postgres;
using AgentBus.TestKit.Processes;
using AgentBus.TestKit.RabbitMq;
using AgentBus.Workflows.Definitions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace AgentBus.Orchestrator.Tests.Journeys;

/// <summary>An orchestrator that is told to stop while it works.</summary>
public sealed class StopJourneys(RabbitMqFixture broker, PostgresFixture postgres) : IClassFixture<RabbitMqFixture>, IClassFixture<PostgresFixture>
{
    private const int Events = 300;

    private const string Definition = """
        document: { dsl: '1.0.3', namespace: shop, name: order, version: '1.0.0' }
        schedule: { on: { one: { with: { type: order.placed } } } }
        do: [ { pack: { call: agent, with: { agent: packer, input: {} } } } ]
        """;

    [Fact]
    public async Task It_ends_in_time_with_0_and_the_next_one_goes_on_without_repeating_a_message()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3), TimeProvider.System);
        var settings = Settings();
        (await ServiceProcess.RunAsync("Orchestrator", settings, limit.Token, "setup")).ExitCode.ShouldBe(0);
        await PutDefinitionAsync(limit.Token);
        await using var dispatches = await QueueTap.OpenAsync(broker, Queues.Agent("packer"));
        await using (var first = await ServiceProcess.StartAsync("Orchestrator", settings, limit.Token, "run"))
        {
            await PublishEventsAsync(limit.Token);
            List<string> seen = [await NextAsync(dispatches)];

            var asked = TimeProvider.System.GetTimestamp();
            await first.StopAsync(limit.Token);

            TimeProvider.System.GetElapsedTime(asked).ShouldBeLessThan(TimeSpan.FromSeconds(30));
            first.ExitCode.ShouldBe(0, first.Output);
            await using var second = await ServiceProcess.StartAsync("Orchestrator", settings, limit.Token, "run");
            while (seen.Count < Events)
            {
                seen.Add(await NextAsync(dispatches));
            }

            seen.Distinct().Count().ShouldBe(Events, "each run is dispatched once");
        }
    }

    private static async Task<string> NextAsync(QueueTap tap) => (await tap.NextAsync()).MessageId!;

    private async Task PublishEventsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), cancellationToken);
        await Task.WhenAll(Enumerable.Range(0, Events).Select(number => channel.BasicPublishAsync(
            Queues.Events, "order.placed", mandatory: true, new BasicProperties { ContentType = "application/cloudevents+json", Persistent = true },
            Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","id":"{{number}}","source":"/shop","type":"order.placed","data":{} }"""), cancellationToken).AsTask()));
    }

    private async Task PutDefinitionAsync(CancellationToken cancellationToken)
    {
        var store = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Store:Provider"] = "postgres", ["Store:ConnectionString"] = postgres.ConnectionString,
        }).Build();
        await using var services = new ServiceCollection().AddLogging().AddStore(store).BuildServiceProvider();
        var definition = DefinitionReader.Read(Definition).Definition!;
        var key = definition.Key;
        await services.GetRequiredService<IDefinitionStore>().PutAsync(
            new StoredDefinition(
                "default", key.Namespace, key.Name, key.Version, null, Definition, definition.Schedule!.EventTypes, [], TimeProvider.System.GetUtcNow(), "test"),
            cancellationToken);
    }

    private Dictionary<string, string> Settings()
    {
        var settings = broker.Settings.ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!);
        settings["Store__Provider"] = "postgres";
        settings["Store__ConnectionString"] = postgres.ConnectionString;
        return settings;
    }
}

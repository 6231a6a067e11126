using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Hosting.Bus;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Queries;
using AgentBus.TestKit.Services;
using AgentBus.Workflows.Execution;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Orchestrator.Tests.Journeys;

/// <summary>Messages that come twice and are known again by their id alone.</summary>
public sealed class RedeliveryJourneys : IAsyncLifetime
{
    private const string Payments = """
        document: { dsl: '1.0.3', namespace: tests, name: payments, version: '1.0.0' }
        do:
          - first: { listen: { to: { one: { with: { type: paid, data: '${ .n == 1 }' } } } } }
          - second: { listen: { to: { one: { with: { type: paid } } } } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("agentbus-redelivery-").FullName;
    private WebApplication service = null!;

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Bus:Transport"] = "memory", ["Store:Provider"] = "sqlite", ["Store:Path"] = Path.Combine(folder, "agentbus.db"),
        };
        await Journey.SetUpAsync(settings);
        service = await TestService.StartAsync(settings, builder => builder.AddOrchestrator());
        await Journey.PutAsync(service, Payments);
    }

    public async Task DisposeAsync()
    {
        await service.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_event_that_nothing_wanted_is_not_taken_by_a_later_listener_when_its_message_comes_again()
    {
        var run = await Journey.StartAsync(service, "payments", "{}");
        var early = Guid.NewGuid();
        await SeenAsync(run, "step.started", 1);

        await SendAsync(run, early, number: 2);
        await SeenAsync(run, "event.ignored", 1);
        await SendAsync(run, Guid.NewGuid(), number: 1);
        await SeenAsync(run, "step.started", 2);
        await SendAsync(run, early, number: 2);
        await SendAsync(run, Guid.NewGuid(), number: 3);
        await Journey.EndedAsync(service, run);

        var output = JsonElement.Parse((await Queries.DocumentAsync("default", run, DocumentKeys.Output, default))!);
        output[0].GetProperty("n").GetInt32().ShouldBe(3);
        (await Queries.HistoryAsync("default", run, 0, 100, default)).Count(entry => entry.Type == "event.ignored").ShouldBe(1);
    }

    private IRunQueries Queries => service.Services.GetRequiredService<IRunQueries>();

    private Task SendAsync(Guid run, Guid messageId, int number)
    {
        var happened = JsonSerializer.SerializeToElement(new { specversion = "1.0", id = $"{number}", source = "/shop", type = "paid", data = new { n = number } });
        var message = new DeliverEvent("default", run, happened, "operator");
        return service.Services.GetRequiredService<IMessageSender>().SendAsync(
            new OutgoingMessage(
                messageId, Queues.Orchestrator, "", nameof(DeliverEvent), "application/json",
                JsonSerializer.SerializeToUtf8Bytes(message, ContractsJson.Default.DeliverEvent), new Dictionary<string, string>()),
            CancellationToken.None);
    }

    private async Task SeenAsync(Guid run, string type, int times)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        var signal = service.Services.GetRequiredService<IChangeSignal>();
        while ((await Queries.HistoryAsync("default", run, 0, 100, limit.Token)).Count(entry => entry.Type == type) < times)
        {
            await signal.WaitForRunAsync(run, TimeSpan.FromSeconds(1), limit.Token);
        }
    }
}

using System.Text.Json;
using AgentBus.AgentSdk;
using AgentBus.Storage.Queries;
using AgentBus.TestKit.RabbitMq;
using AgentBus.TestKit.Services;
using AgentBus.Workflows.Execution;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Orchestrator.Tests.Journeys;

/// <summary>Memory, cache and budget from the definition to the agent and back, over each transport.</summary>
public sealed class LearningJourneys : IAsyncLifetime
{
    private const string School = """
        document:
          dsl: '1.0.3'
          namespace: tests
          name: school
          version: '1.0.0'
          metadata: { agentbus: { budget: { maxCostUsd: 0.5, maxRequests: 1, onExceed: stop } } }
        do:
          - learn: { call: agent, with: { agent: pupil, input: { topic: '${ .topic }' }, cache: { key: '${ .topic }', ttl: PT1H } } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("agentbus-learning-").FullName;
    private readonly RabbitMqFixture broker = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public Task Later_runs_know_what_earlier_ones_learnt_in_one_process() =>
        LearnAsync(new Dictionary<string, string?> { ["Bus:Transport"] = "memory" });

    [Fact]
    public async Task Later_runs_know_what_earlier_ones_learnt_over_RabbitMQ()
    {
        await broker.InitializeAsync();
        try
        {
            await LearnAsync(broker.Settings);
        }
        finally
        {
            await broker.DisposeAsync();
        }
    }

    private async Task LearnAsync(IReadOnlyDictionary<string, string?> settings)
    {
        await using var service = await StartAsync(settings);

        var first = await RunAsync(service, "quorum queues");
        var second = await RunAsync(service, "classic queues");
        var again = await RunAsync(service, "quorum queues");

        ShouldBe(first, asked: 1, before: "nothing", related: "");
        ShouldBe(second, asked: 2, before: "quorum queues", related: "last topic/quorum queues");
        ShouldBe(again, asked: 1, before: "nothing", related: "");
        var queries = service.Services.GetRequiredService<IRunQueries>();
        (await queries.HistoryAsync("default", again.Id, 0, 50, default)).Select(entry => entry.Type).ShouldContain("cache.hit");
        var budget = JsonElement.Parse((await queries.DocumentAsync("default", second.Id, DocumentKeys.Budget, default))!);
        budget.GetProperty("spent").GetProperty("requests").GetInt32().ShouldBe(1);
        budget.GetProperty("left").GetProperty("requests").GetInt32().ShouldBe(0);
    }

    private static void ShouldBe((Guid Id, JsonElement Output) run, int asked, string before, string related)
    {
        run.Output.GetProperty("asked").GetInt32().ShouldBe(asked);
        run.Output.GetProperty("before").GetString().ShouldBe(before);
        string.Join(' ', run.Output.GetProperty("related").EnumerateArray().Select(key => key.GetString()).Order(StringComparer.Ordinal)).ShouldBe(related);
        run.Output.GetProperty("maxCostUsd").GetDecimal().ShouldBe(0.5m);
    }

    private async Task<WebApplication> StartAsync(IReadOnlyDictionary<string, string?> settings)
    {
        var all = new Dictionary<string, string?>(settings) { ["Store:Provider"] = "sqlite", ["Store:Path"] = Path.Combine(folder, "agentbus.db") };
        await Journey.SetUpAsync(all);
        var service = await TestService.StartAsync(all, builder =>
        {
            builder.AddOrchestrator();
            builder.AddAgent<PupilAgent>();
        });
        await Journey.PutAsync(service, School, "pupil");
        return service;
    }

    private static async Task<(Guid Id, JsonElement Output)> RunAsync(WebApplication service, string topic)
    {
        var id = await Journey.StartAsync(service, "school", $$"""{"topic":"{{topic}}"}""");
        await Journey.EndedAsync(service, id);
        var queries = service.Services.GetRequiredService<IRunQueries>();
        return (id, JsonElement.Parse((await queries.DocumentAsync("default", id, DocumentKeys.Output, default))!));
    }
}

using System.Text;
using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Storage;
using AgentBus.Storage.Definitions;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Setup;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Orchestrator.Tests.Journeys;

/// <summary>What every journey of a run does.</summary>
internal static class Journey
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Makes the schema.</summary>
    public static async Task SetUpAsync(IReadOnlyDictionary<string, string?> settings)
    {
        await using var early = new ServiceCollection().AddLogging()
            .AddStore(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
        await early.GetRequiredService<IStoreSetup>().SetupAsync(CancellationToken.None);
    }

    public static async Task PutAsync(WebApplication service, string yaml, params string[] agents)
    {
        var key = DefinitionReader.Read(yaml).Definition!.Key;
        await service.Services.GetRequiredService<IDefinitionStore>().PutAsync(
            new StoredDefinition("default", key.Namespace, key.Name, key.Version, null, yaml, [], agents, TimeProvider.System.GetUtcNow(), "test"), default);
    }

    /// <summary>Starts the workflow of this name in the namespace <c>tests</c>.</summary>
    public static async Task<Guid> StartAsync(WebApplication service, string name, string input)
    {
        var (id, now) = (Guid.CreateVersion7(), TimeProvider.System.GetUtcNow());
        var start = new OutboxRow(
            Guid.NewGuid(), Queues.Orchestrator, "", nameof(StartRun), "application/json",
            JsonSerializer.SerializeToUtf8Bytes(new StartRun("default", id), ContractsJson.Default.StartRun), now);
        await service.Services.GetRequiredService<IRunStore>().StartAsync(
            new NewRun(id, "default", "tests", name, "1.0.0", Encoding.UTF8.GetBytes(input), RunState.New(id, now).ToBytes(), null, "test", now, start), default);
        return id;
    }

    /// <summary>Waits for the end, which is to be a good one.</summary>
    public static async Task EndedAsync(WebApplication service, Guid id)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        var queries = service.Services.GetRequiredService<IRunQueries>();
        var signal = service.Services.GetRequiredService<IChangeSignal>();
        while ((await queries.GetAsync("default", id, limit.Token))!.EndedAt is null)
        {
            await signal.WaitForRunAsync(id, TimeSpan.FromSeconds(1), limit.Token);
        }

        var run = await queries.GetAsync("default", id, limit.Token);
        run!.Status.ShouldBe("Completed", run.Error);
    }
}

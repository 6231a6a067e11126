using AgentBus.Hosting.Bus;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Queries;
using AgentBus.TestKit.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Orchestrator.Tests.Journeys;

/// <summary>An orchestrator of a test class on SQLite and the in-memory transport.</summary>
public abstract class EmbeddedJourney : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("agentbus-journey-").FullName;

    protected WebApplication Service { get; private set; } = null!;

    protected IRunQueries Queries => Service.Services.GetRequiredService<IRunQueries>();

    protected IOutboxStore Outbox => Service.Services.GetRequiredService<IOutboxStore>();

    protected IMessageSender Sender => Service.Services.GetRequiredService<IMessageSender>();

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Bus:Transport"] = "memory", ["Store:Provider"] = "sqlite", ["Store:Path"] = Path.Combine(_folder, "agentbus.db"),
        };
        await Journey.SetUpAsync(settings);
        Service = await TestService.StartAsync(settings, builder => builder.AddOrchestrator());
    }

    public async Task DisposeAsync()
    {
        await Service.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Waits until the run's history has so many entries of a type.</summary>
    protected async Task SeenAsync(Guid run, string type, int times = 1)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        var signal = Service.Services.GetRequiredService<IChangeSignal>();
        while (await CountAsync(run, type) < times)
        {
            await signal.WaitForRunAsync(run, TimeSpan.FromSeconds(1), limit.Token);
        }
    }

    /// <summary>Entries of a type in the run's history.</summary>
    protected async Task<int> CountAsync(Guid run, string type) =>
        (await Queries.HistoryAsync("default", run, 0, 100, default)).Count(entry => entry.Type == type);
}

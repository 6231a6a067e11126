using AgentBus.AgentSdk;
using AgentBus.Gateway;
using AgentBus.Hosting;
using AgentBus.Orchestrator;
using AgentBus.TestKit.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Benchmarks;

/// <summary>The embedded mode with the echo agent in place of the shipped ones: one process, SQLite, the transport in memory.</summary>
internal sealed class EmbeddedHost : IAsyncDisposable
{
    private readonly string _folder;

    private EmbeddedHost(string folder, ServiceProcess process, string key) => (_folder, Process, Key) = (folder, process, key);

    public ServiceProcess Process { get; }

    public string Key { get; }

    public string StorePath => Path.Combine(_folder, "agentbus.db");

    /// <summary>The process itself.</summary>
    public static Task<int> RunAsync(string[] args) => AgentBusService.RunAsync(
        args, "bench-embedded",
        builder =>
        {
            builder.AddOrchestrator();
            builder.AddGateway();
            builder.Services.AddSingleton<FirstDispatches>();
            builder.AddAgent<EchoAgent>(EchoJson.Default);
        },
        app =>
        {
            app.MapGateway();
            EchoWorker.MapFirstDispatches(app);
        });

    /// <summary>Starts it over an empty folder.</summary>
    public static async Task<EmbeddedHost> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("agentbus-bench-").FullName;
        var settings = new Dictionary<string, string>
        {
            ["Setup__OnRun"] = "true", ["Bus__Transport"] = "memory", ["Store__Provider"] = "sqlite", ["Store__Path"] = Path.Combine(folder, "agentbus.db"),
            ["Gateway__AdminKeyFile"] = Path.Combine(folder, "admin.key"),
        };
        var process = await ServiceProcess.StartAsync("Benchmarks", settings, CancellationToken.None, "embedded-host");
        return new EmbeddedHost(folder, process, await File.ReadAllTextAsync(Path.Combine(folder, "admin.key")));
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

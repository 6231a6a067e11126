using AgentBus.TestKit.Http;
using AgentBus.TestKit.Postgres;
using AgentBus.TestKit.Processes;
using AgentBus.TestKit.RabbitMq;

namespace AgentBus.Acceptance;

/// <summary>The distributed mode: every service its own process, over a fresh virtual host and a fresh database.</summary>
public class House : IAsyncLifetime
{
    private readonly IReadOnlyList<string> _agents;

    private readonly Dictionary<string, ServiceProcess> _services = [];
    private Dictionary<string, string> _settings = [];

    public House()
        : this("Agents.Routing", "Agents.Research", "Agents.Analysis", "Agents.Validation", "Agents.Execution")
    {
    }

    protected House(params IReadOnlyList<string> agents) => _agents = agents;

    public RabbitMqFixture Broker { get; } = new();

    public PostgresFixture Store { get; } = new();

    /// <summary>Files of this house: output of the execution agent, index of the research agent.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("agentbus-house-").FullName;

    public Api Api { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4), TimeProvider.System);
        await Task.WhenAll(Broker.InitializeAsync(), Store.InitializeAsync());
        _settings = Settings();
        foreach (var service in new[] { "Orchestrator", "Gateway" })
        {
            var (code, output) = await ServiceProcess.RunAsync(service, _settings, limit.Token, "setup");
            code.ShouldBe(0, output);
        }

        if (_agents.Count > 0)
        {
            await StartAsync("ModelGateway", limit.Token);
            _settings["Models__GatewayUrl"] = _services["ModelGateway"].Address.ToString().TrimEnd('/');
        }

        await Task.WhenAll(_agents.Append("Orchestrator").Append("Gateway").Select(service => StartAsync(service, limit.Token)));
        Api = new Api(_services["Gateway"].Address, await File.ReadAllTextAsync(Path.Combine(Folder, "admin.key"), limit.Token));
        if (_agents.Count > 0)
        {
            await PutShippedDefinitionsAsync(limit.Token);
        }
    }

    public async Task DisposeAsync()
    {
        Api?.Dispose();
        await Task.WhenAll(_services.Values.Select(service => service.DisposeAsync().AsTask()));
        await Task.WhenAll(Broker.DisposeAsync(), Store.DisposeAsync());
        Directory.Delete(Folder, recursive: true);
    }

    public ServiceProcess Service(string name) => _services[name];

    /// <summary>kill -9, then a new process with the same settings.</summary>
    public async Task KillAndStartAsync(string service, CancellationToken cancellationToken)
    {
        await KillAsync(service);
        await StartAsync(service, cancellationToken);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync(string service)
    {
        await _services[service].KillAsync();
        await _services[service].DisposeAsync();
    }

    public async Task StartAsync(string service, CancellationToken cancellationToken)
    {
        var started = await ServiceProcess.StartAsync(service, _settings, cancellationToken, "run");
        lock (_services)
        {
            _services[service] = started;
        }
    }

    private async Task PutShippedDefinitionsAsync(CancellationToken cancellationToken)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(ServiceProcess.RepositoryRoot, "deploy", "workflows"), "*.yaml"))
        {
            await Api.PutDefinitionAsync(await File.ReadAllTextAsync(file, cancellationToken));
        }
    }

    private Dictionary<string, string> Settings()
    {
        var settings = Broker.Settings.ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!);
        settings["Store__Provider"] = "postgres";
        settings["Store__ConnectionString"] = Store.ConnectionString;
        settings["Gateway__AdminKeyFile"] = Path.Combine(Folder, "admin.key");
        settings["Agents__Research__Roots__0"] = ServiceProcess.RepositoryRoot;
        settings["Agents__Research__IndexPath"] = Path.Combine(Folder, "research-index.db");
        settings["Agents__Execution__OutputRoot"] = Path.Combine(Folder, "output");
        return settings;
    }
}

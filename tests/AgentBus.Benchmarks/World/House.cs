using System.Net.Http.Json;
using AgentBus.Storage;
using AgentBus.Storage.Definitions;
using AgentBus.TestKit.Processes;
using AgentBus.TestKit.RabbitMq;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RabbitMQ.Client;

namespace AgentBus.Benchmarks;

/// <summary>AgentBus in the distributed mode: orchestrators and the echo agent as processes of their own, over a virtual host and a database of their own.</summary>
internal sealed class House : IAsyncDisposable
{
    private string? _adminKey;
    private readonly Dictionary<string, string> _settings;
    private readonly List<ServiceProcess> _orchestrators = [];
    private IConnection? _connection;

    private House(Servers servers, BrokerAddress broker, string database)
    {
        (Servers, Broker, Database) = (servers, broker, database);
        Store = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { ApplicationName = "bench" });
        _settings = new Dictionary<string, string>
        {
            ["Bus__Transport"] = "rabbitmq", ["Bus__Host"] = broker.Host, ["Bus__Port"] = $"{broker.Port}", ["Bus__VirtualHost"] = broker.VirtualHost,
            ["Bus__Username"] = broker.Username, ["Bus__Password"] = broker.Password, ["Bus__PoliciesAreSet"] = "true",
            ["Store__Provider"] = "postgres", ["Store__ConnectionString"] = database,
        };
    }

    public Servers Servers { get; }

    public BrokerAddress Broker { get; }

    /// <summary>A connection string.</summary>
    public string Database { get; }

    public NpgsqlDataSource Store { get; }

    public IReadOnlyList<ServiceProcess> Orchestrators => _orchestrators;

    public ServiceProcess Agent { get; private set; } = null!;

    /// <summary>A channel of the driver that confirms what it publishes.</summary>
    public IChannel Channel { get; private set; } = null!;

    /// <summary>Milliseconds from the start of the process until it is ready: of the first orchestrator and of the agent.</summary>
    public StartTimes StartTimes { get; private set; } = null!;

    /// <summary>Everything that works on a step, and the driver.</summary>
    public IReadOnlyList<ProcessGroup> Processes =>
    [
        Servers.Broker, Servers.Database, .. _orchestrators.Select((process, i) => new ProcessGroup(i == 0 ? "orchestrator" : $"orchestrator{i + 1}", process.Id)),
        new("agent", Agent.Id), new(CpuCost.Driver, Environment.ProcessId),
    ];

    public static async Task<House> StartAsync(Servers servers)
    {
        var house = new House(servers, await servers.AddVirtualHostAsync($"bench-{Guid.NewGuid():N}"), await servers.AddDatabaseAsync());
        var (code, output) = await ServiceProcess.RunAsync("Orchestrator", house._settings, CancellationToken.None, "setup");
        if (code != 0)
        {
            throw new InvalidOperationException($"The orchestrator's setup ended with {code}:\n{output}");
        }

        await house.PutDefinitionsAsync();
        var orchestrator = await Stopwatches.TimeAsync(house.AddOrchestratorAsync);
        var agent = await Stopwatches.TimeAsync(() => house.StartAgentAsync(concurrency: null));
        house.StartTimes = new StartTimes(orchestrator, agent);
        var factory = new ConnectionFactory
        {
            HostName = house.Broker.Host, Port = house.Broker.Port, VirtualHost = house.Broker.VirtualHost, UserName = house.Broker.Username, Password = house.Broker.Password,
        };
        house._connection = await factory.CreateConnectionAsync();
        house.Channel = await house._connection.CreateChannelAsync(new CreateChannelOptions(true, true, new ThrottlingRateLimiter(256)));
        return house;
    }

    public async Task AddOrchestratorAsync() => _orchestrators.Add(await ServiceProcess.StartAsync("Orchestrator", _settings, CancellationToken.None, "run"));

    public async Task RemoveOrchestratorAsync()
    {
        await using var last = _orchestrators[^1];
        _orchestrators.RemoveAt(_orchestrators.Count - 1);
        await last.StopAsync(CancellationToken.None);
    }

    /// <summary>Starts the agent, in place of the one that runs; null = the agent's own concurrency.</summary>
    public async Task StartAgentAsync(int? concurrency)
    {
        if (Agent is { } old)
        {
            await old.StopAsync(CancellationToken.None);
            await old.DisposeAsync();
        }

        var settings = new Dictionary<string, string>(_settings);
        if (concurrency is { } attempts)
        {
            settings["Agents__echo__Concurrency"] = $"{attempts}";
        }

        Agent = await ServiceProcess.StartAsync("Benchmarks", settings, CancellationToken.None, "echo-agent");
    }

    /// <summary>Starts a gateway; returns it and a key of its admin. The caller disposes it.</summary>
    public async Task<(ServiceProcess Gateway, string Key)> StartGatewayAsync()
    {
        var file = Path.Combine(Path.GetTempPath(), $"agentbus-bench-{Guid.NewGuid():N}.key");
        var gateway = await ServiceProcess.StartAsync(
            "Gateway", new Dictionary<string, string>(_settings) { ["Gateway__AdminKeyFile"] = file, ["Setup__OnRun"] = "true" }, CancellationToken.None, "run");
        if (_adminKey is null)
        {
            // The first gateway of a store makes the key; later ones find it there.
            _adminKey = await File.ReadAllTextAsync(file, CancellationToken.None);
            File.Delete(file);
        }

        return (gateway, _adminKey);
    }

    /// <param name="workflow">The definition's name.</param>
    /// <param name="more">Further members of the event's data.</param>
    /// <param name="length">Of the text; null = the usual one.</param>
    public EventDoor Door(string workflow, string more = "", int? length = null) => new(Channel, new StartedRuns(Store), workflow, more, length);

    /// <summary>Milliseconds from asking for a run to its first dispatch; those since the last call.</summary>
    public async Task<double[]> FirstDispatchesAsync()
    {
        using var http = new HttpClient { BaseAddress = Agent.Address };
        return await http.GetFromJsonAsync(new Uri(EchoWorker.FirstDispatchesPath, UriKind.Relative), EchoJson.Default.DoubleArray) ?? [];
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        foreach (var process in _orchestrators.Append(Agent).Where(process => process is not null))
        {
            await process.DisposeAsync();
        }

        await Store.DisposeAsync();
    }

    private async Task PutDefinitionsAsync()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
            _settings.ToDictionary(setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), string? (setting) => setting.Value)).Build();
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddStore(settings).BuildServiceProvider();
        foreach (var definition in Workflows.All())
        {
            await services.GetRequiredService<IDefinitionStore>().PutAsync(definition, CancellationToken.None);
        }
    }
}

/// <summary>Milliseconds from the start of a process until it is ready.</summary>
internal sealed record StartTimes(double Orchestrator, double Agent);

using System.Collections.Concurrent;
using AgentBus.Chaos.Load;
using AgentBus.Chaos.Outside;
using AgentBus.TestKit.Processes;

namespace AgentBus.Chaos.Houses;

/// <summary>The distributed mode under test: orchestrators, agents and a gateway as processes, each started again whenever it dies.</summary>
internal sealed class House : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);

    private readonly HousePlan _plan;
    private readonly ConcurrentDictionary<string, Resident> _residents = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("agentbus-chaos-").FullName;
    private int _kills;

    private House(HousePlan plan, Ground ground, OutsideWorld world)
    {
        (_plan, Ground, World) = (plan, ground, world);
        Store = new StoreView(ground.Store);
        Bus = new BusView(ground);
    }

    public Ground Ground { get; }

    public OutsideWorld World { get; }

    /// <summary>What was started here.</summary>
    public Ledger Ledger { get; } = new();

    /// <summary>The API as a user's program calls it.</summary>
    public ApiClient Api { get; private set; } = null!;

    public StoreView Store { get; }

    public BusView Bus { get; }

    public IEnumerable<Resident> Residents => _residents.Values;

    public IEnumerable<Resident> Orchestrators => Residents.Where(resident => resident.Role == Role.Orchestrator);

    public IEnumerable<Resident> Agents => Residents.Where(resident => resident.Role == Role.Agent);

    public Resident Gateway => _residents["gateway"];

    /// <summary>Processes that died by SIGKILL so far.</summary>
    public int Kills => _kills;

    /// <summary>Told of each end of a process.</summary>
    public Action<Death>? Died { get; set; }

    /// <summary>Builds the house: setup, processes, definitions of the load.</summary>
    public static async Task<House> OpenAsync(HousePlan plan, int seed, CancellationToken cancellationToken)
    {
        var ground = await (plan.Ground?.Invoke() ?? Ground.OwnAsync());
        var house = new House(plan, ground, await OutsideWorld.OpenAsync(seed));
        try
        {
            await house.BuildAsync(cancellationToken);
            return house;
        }
        catch
        {
            await house.DisposeAsync();
            throw;
        }
    }

    /// <summary>One more orchestrator; it may have settings of its own.</summary>
    public Resident AddOrchestrator(IReadOnlyDictionary<string, string>? settings = null) =>
        Add($"orchestrator-{_residents.Count}", Role.Orchestrator, "Orchestrator", ["run"], settings);

    /// <summary>One more worker of the load's agent, of version 1.0.0 or 1.1.0.</summary>
    public Resident AddAgent(string version = "1.0.0", IReadOnlyDictionary<string, string>? settings = null) => Add(
        $"agent-{_residents.Count}", Role.Agent, "Chaos", ["agent", "run"],
        new Dictionary<string, string>(settings ?? new Dictionary<string, string>()) { ["World__AgentVersion"] = version });

    /// <summary>Completes when every process is ready.</summary>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartPatience);
        await Task.WhenAll(Residents.Select(resident => resident.ReadyAsync(limit.Token)));
    }

    /// <summary>Settings of every service here, such as for a <c>setup</c> of one's own.</summary>
    public Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>(Ground.ServiceSettings)
        {
            ["Gateway__AdminKeyFile"] = Path.Combine(_folder, "admin.key"),
            ["Models__GatewayUrl"] = World.Url,
            ["World__Url"] = World.Url,
            ["Logging__Format"] = "text",
            ["Logging__Level"] = "Warning",

            // Waits that are long for people, shortened.
            ["Worker__ClaimAfter"] = "00:00:02",
            ["Worker__HeartbeatEvery"] = "00:00:02",
            ["Orchestrator__Lease"] = "00:00:08",
            ["Orchestrator__LeaseScanInterval"] = "00:00:01",
            ["Orchestrator__ClaimHold"] = "00:00:10",
            ["Bus__PoliciesAreSet"] = "true",
        };
        foreach (var (name, value) in _plan.Settings)
        {
            settings[name] = value;
        }

        return settings;
    }

    /// <summary>What the processes printed, for a post-mortem.</summary>
    public async Task WriteLogsAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var resident in Residents)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"{resident.Name}.log"), string.Join('\n', resident.LastWords) + "\n" + resident.Output);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Residents.Select(resident => resident.DisposeAsync().AsTask()));
        Api?.Dispose();
        await Store.DisposeAsync();
        await World.DisposeAsync();
        await Ground.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task BuildAsync(CancellationToken cancellationToken)
    {
        await SetPolicyAsync(cancellationToken);
        foreach (var service in new[] { "Orchestrator", "Gateway" })
        {
            var (code, output) = await ServiceProcess.RunAsync(service, Settings(), cancellationToken, "setup");
            if (code != 0)
            {
                throw new InvalidOperationException($"Setup of {service} ended with {code}: {output}");
            }
        }

        for (var number = 0; number < _plan.Orchestrators; number++)
        {
            AddOrchestrator();
        }

        for (var number = 0; number < _plan.Agents; number++)
        {
            AddAgent();
        }

        Add("gateway", Role.Gateway, "Gateway", ["run"], null);
        await ReadyAsync(cancellationToken);
        Api = new ApiClient(() => Gateway.Process?.Address, (await File.ReadAllTextAsync(Path.Combine(_folder, "admin.key"), cancellationToken)).Trim());
        foreach (var definition in Cases.Definitions())
        {
            await Api.PutDefinitionAsync(definition, cancellationToken);
        }
    }

    // As an operator without the management API: setup prints the commands, and somebody runs them.
    private async Task SetPolicyAsync(CancellationToken cancellationToken)
    {
        var settings = Settings();
        settings["Bus__PoliciesAreSet"] = "false";
        var (_, output) = await ServiceProcess.RunAsync("Orchestrator", settings, cancellationToken, "setup");
        foreach (var command in PolicyLine.Find(output))
        {
            await Ground.ControlAsync(command);
        }
    }

    private Resident Add(string name, Role role, string service, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? own)
    {
        var resident = new Resident(name, role, service, arguments, one =>
        {
            var settings = Settings();
            settings["Worker__Name"] = $"{name}/{one.Starts}";
            foreach (var (key, value) in (own ?? new Dictionary<string, string>()).Concat(_plan.EachStart?.Invoke(one) ?? new Dictionary<string, string>()))
            {
                settings[key] = value;
            }

            return settings;
        });
        resident.Died += death =>
        {
            if (death.WasKill)
            {
                Interlocked.Increment(ref _kills);
            }

            Died?.Invoke(death);
        };
        _residents[name] = resident;
        resident.Start();
        return resident;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using AgentBus.TestKit.Processes;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace AgentBus.TestKit.RabbitMq;

/// <summary>
/// A private RabbitMQ node of the distribution's packages: own name, ports, data and port mapper, so that it meets no other node of the
/// machine but those of its own cluster. It ends with this process in whatever way that ends.
/// </summary>
public sealed class RabbitMqNode : IAsyncDisposable
{
    private const string Programs = "/usr/lib/rabbitmq/bin";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    // Sessions of their own are the process groups by which node and port mapper go with their children.
    private const string Script = """
        trap 'rm -rf "$HOME"' EXIT
        cd "$HOME"
        mapper=
        if [ "$2" = own-mapper ]; then
          setsid epmd -port "$ERL_EPMD_PORT" </dev/null >/dev/null 2>&1 &
          mapper=$!
        fi
        start() { setsid "$1/rabbitmq-server" </dev/null >>"$HOME/log" 2>&1 & node=$!; }
        start "$1"
        while read -r order; do
          case "$order" in
            start) start "$1" ;;
            KILL) kill -KILL "-$node" 2>/dev/null; wait "$node" 2>/dev/null ;;
            *) kill "-$order" "-$node" ;;
          esac
          echo "done"
        done
        kill -KILL "-$node" ${mapper:+"-$mapper"} 2>/dev/null
        wait
        """;

    private readonly Guardian guardian;
    private readonly Dictionary<string, string> environment;

    private RabbitMqNode(Guardian guardian, Dictionary<string, string> environment, BrokerAddress address, string? managementUrl) =>
        (this.guardian, this.environment, Address, ManagementUrl) = (guardian, environment, address, managementUrl);

    /// <summary>Its default virtual host.</summary>
    public BrokerAddress Address { get; }

    /// <summary>Its management API; null unless asked for.</summary>
    public string? ManagementUrl { get; }

    /// <summary>Its name in a cluster, such as <c>agentbus-40123@localhost</c>.</summary>
    public string Name => environment["RABBITMQ_NODENAME"];

    /// <summary>Starts a node and waits until it takes connections.</summary>
    public static Task<RabbitMqNode> StartAsync(bool management = false) => StartAsync(management, first: null);

    /// <summary>Starts a node; with <paramref name="first"/> given it joins that one's cluster.</summary>
    internal static async Task<RabbitMqNode> StartAsync(bool management, RabbitMqNode? first, bool inCluster = false)
    {
        if (!File.Exists($"{Programs}/rabbitmq-server"))
        {
            throw new InvalidOperationException(
                "No RabbitMQ for the tests: install the package 'rabbitmq-server' or set AGENTBUS_TEST_RABBITMQ to an amqp:// address.");
        }

        var home = Directory.CreateTempSubdirectory("agentbus-rabbitmq-").FullName;
        var (amqp, http) = (ServiceProcess.FreePort(), ServiceProcess.FreePort());
        var variables = EnvironmentOf(home, amqp, first);
        await WriteConfigurationAsync(home, amqp, management ? http : null, first?.Name, inCluster);
        await WriteCookieAsync(home, first is null ? Guid.NewGuid().ToString("N") : await first.CookieAsync());
        var shell = Guardian.Start("agentbus-test-rabbitmq", Script, variables, Programs, first is null ? "own-mapper" : "");
        var address = new BrokerAddress("127.0.0.1", amqp, "/", "guest", "guest");
        var node = new RabbitMqNode(shell, variables, address, management ? $"http://127.0.0.1:{http}" : null);
        await node.AnsweringAsync(Patience);
        return node;
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync() => guardian.OrderAsync("KILL");

    /// <summary>SIGSTOP: connections stay open and nothing answers.</summary>
    public Task SuspendAsync() => guardian.OrderAsync("STOP");

    /// <summary>SIGCONT.</summary>
    public Task ResumeAsync() => guardian.OrderAsync("CONT");

    /// <summary>Starts a killed node again, on the same ports and data; does not wait for it: in a cluster it may have to wait for others.</summary>
    public Task StartAgainAsync() => guardian.OrderAsync("start");

    /// <summary>Completes when it takes connections.</summary>
    /// <exception cref="InvalidOperationException">It did not within this time; says what the node wrote.</exception>
    public async Task AnsweringAsync(TimeSpan patience)
    {
        var factory = new ConnectionFactory { HostName = Address.Host, Port = Address.Port };
        for (var started = Stopwatch.StartNew(); ;)
        {
            try
            {
                await using var connection = await factory.CreateConnectionAsync();
                return;
            }
            catch (BrokerUnreachableException exception)
            {
                if (guardian.HasExited || started.Elapsed > patience)
                {
                    throw new InvalidOperationException($"RabbitMQ did not start: {await File.ReadAllTextAsync($"{Home}/log")}", exception);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }

    /// <summary>Adds a virtual host that guest may use.</summary>
    public async Task<BrokerAddress> AddVirtualHostAsync(string name)
    {
        // One program start instead of the two that add_vhost and set_permissions take.
        await ControlAsync("eval", $"""
            rabbit_vhost:add(<<"{name}">>, <<"test">>),
            rabbit_auth_backend_internal:set_permissions(<<"guest">>, <<"{name}">>, <<".*">>, <<".*">>, <<".*">>, <<"test">>).
            """);
        return Address with { VirtualHost = name };
    }

    /// <summary>Runs <c>rabbitmqctl</c> against this node and returns what it printed.</summary>
    public async Task<string> ControlAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo($"{Programs}/rabbitmqctl", arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var control = Process.Start(start)!;
        var (output, errors) = (control.StandardOutput.ReadToEndAsync(), control.StandardError.ReadToEndAsync());
        await control.WaitForExitAsync();
        return control.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"rabbitmqctl {string.Join(' ', arguments)} failed: {await errors}{await output}");
    }

    /// <summary>Ends the node at once, as a power cut would, and removes its data.</summary>
    public ValueTask DisposeAsync() => guardian.DisposeAsync();

    private string Home => environment["HOME"];

    private Task<string> CookieAsync() => File.ReadAllTextAsync($"{Home}/.erlang.cookie");

    private static Dictionary<string, string> EnvironmentOf(string home, int amqp, RabbitMqNode? first) => new()
    {
        ["HOME"] = home,
        ["ERL_EPMD_PORT"] = first?.environment["ERL_EPMD_PORT"] ?? ServiceProcess.FreePort().ToString(CultureInfo.InvariantCulture),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODENAME"] = $"agentbus-{amqp}@localhost",
        ["RABBITMQ_DIST_PORT"] = $"{ServiceProcess.FreePort()}",
        ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
        ["RABBITMQ_CONFIG_FILE"] = $"{home}/rabbitmq.conf",
        ["RABBITMQ_ADVANCED_CONFIG_FILE"] = $"{home}/none.config",
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = $"{home}/enabled_plugins",
        ["RABBITMQ_MNESIA_BASE"] = $"{home}/data",
        ["RABBITMQ_LOG_BASE"] = $"{home}/log-files",
        ["RABBITMQ_PID_FILE"] = $"{home}/pid",

        // Idle schedulers that spin would take the processor from the tests.
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+S 2:2 +sbwt none",
    };

    private static async Task WriteConfigurationAsync(string home, int amqp, int? http, string? first, bool inCluster)
    {
        var text = new StringBuilder()
            .AppendLine($"listeners.tcp.1 = 127.0.0.1:{amqp}")
            .AppendLine("log.file.level = warning")
            .AppendLine("disk_free_limit.absolute = 50MB");
        if (http is not null)
        {
            text.AppendLine($"management.tcp.port = {http}").AppendLine("management.tcp.ip = 127.0.0.1");
        }

        if (inCluster)
        {
            text.AppendLine("cluster_partition_handling = pause_minority");
        }

        if (first is not null)
        {
            text.AppendLine("cluster_formation.peer_discovery_backend = classic_config")
                .AppendLine($"cluster_formation.classic_config.nodes.1 = {first}");
        }

        await File.WriteAllTextAsync($"{home}/rabbitmq.conf", text.ToString());
        await File.WriteAllTextAsync($"{home}/enabled_plugins", http is null ? "[]." : "[rabbitmq_management].");
    }

    private static async Task WriteCookieAsync(string home, string cookie)
    {
        await File.WriteAllTextAsync($"{home}/.erlang.cookie", cookie);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode($"{home}/.erlang.cookie", UnixFileMode.UserRead);
        }
    }
}

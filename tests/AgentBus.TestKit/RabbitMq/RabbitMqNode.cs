using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace AgentBus.TestKit.RabbitMq;

/// <summary>
/// A private RabbitMQ node of the distribution's packages: own name, ports, data and port mapper, so that it meets no other node of the
/// machine. It ends with this process in whatever way that ends, since its guardian shell waits for the end of a pipe; nothing it did
/// not start is touched.
/// </summary>
public sealed class RabbitMqNode : IAsyncDisposable
{
    private const string Programs = "/usr/lib/rabbitmq/bin";

    // Sessions of their own are the process groups by which node and port mapper go with their children.
    private const string Guardian = """
        trap 'rm -rf "$HOME"' EXIT
        setsid epmd -port "$ERL_EPMD_PORT" </dev/null >/dev/null 2>&1 &
        mapper=$!
        setsid "$1/rabbitmq-server" </dev/null >"$HOME/log" 2>&1 &
        node=$!
        cat >/dev/null
        kill -KILL "-$node" "-$mapper" 2>/dev/null
        wait
        """;

    private readonly Process guardian;
    private readonly Dictionary<string, string> environment;

    private RabbitMqNode(Process guardian, Dictionary<string, string> environment, BrokerAddress address, string? managementUrl) =>
        (this.guardian, this.environment, Address, ManagementUrl) = (guardian, environment, address, managementUrl);

    /// <summary>Its default virtual host.</summary>
    public BrokerAddress Address { get; }

    /// <summary>Its management API; null unless asked for.</summary>
    public string? ManagementUrl { get; }

    /// <summary>Starts a node and waits until it takes connections.</summary>
    public static async Task<RabbitMqNode> StartAsync(bool management = false)
    {
        if (!File.Exists($"{Programs}/rabbitmq-server"))
        {
            throw new InvalidOperationException(
                "No RabbitMQ for the tests: install the package 'rabbitmq-server' or set AGENTBUS_TEST_RABBITMQ to an amqp:// address.");
        }

        var home = Directory.CreateTempSubdirectory("agentbus-rabbitmq-").FullName;
        var (amqp, http) = (FreePort(), FreePort());
        var variables = EnvironmentOf(home, amqp);
        await WriteConfigurationAsync(home, amqp, management ? http : null);
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = home };
        AddTo(start, variables, ["-c", Guardian, "agentbus-test-rabbitmq", Programs]);
        var shell = Process.Start(start) ?? throw new InvalidOperationException("The shell that starts RabbitMQ did not start.");
        var address = new BrokerAddress("127.0.0.1", amqp, "/", "guest", "guest");
        await AnsweringAsync(address, shell, home);
        return new RabbitMqNode(shell, variables, address, management ? $"http://127.0.0.1:{http}" : null);
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
        var start = new ProcessStartInfo($"{Programs}/rabbitmqctl") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        AddTo(start, environment, arguments);
        using var control = Process.Start(start)!;
        var (output, errors) = (control.StandardOutput.ReadToEndAsync(), control.StandardError.ReadToEndAsync());
        await control.WaitForExitAsync();
        return control.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"rabbitmqctl {string.Join(' ', arguments)} failed: {await errors}{await output}");
    }

    /// <summary>Ends the node at once, as a power cut would, and removes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        guardian.StandardInput.Close();
        await guardian.WaitForExitAsync();
        guardian.Dispose();
    }

    private static Dictionary<string, string> EnvironmentOf(string home, int amqp) => new()
    {
        ["HOME"] = home,
        ["ERL_EPMD_PORT"] = $"{FreePort()}",
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODENAME"] = $"agentbus-{amqp}@localhost",
        ["RABBITMQ_DIST_PORT"] = $"{FreePort()}",
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

    private static async Task WriteConfigurationAsync(string home, int amqp, int? http)
    {
        var text = new StringBuilder()
            .AppendLine($"listeners.tcp.1 = 127.0.0.1:{amqp}")
            .AppendLine("log.file.level = warning")
            .AppendLine("disk_free_limit.absolute = 50MB");
        if (http is not null)
        {
            text.AppendLine($"management.tcp.port = {http}").AppendLine("management.tcp.ip = 127.0.0.1");
        }

        await File.WriteAllTextAsync($"{home}/rabbitmq.conf", text.ToString());
        await File.WriteAllTextAsync($"{home}/enabled_plugins", http is null ? "[]." : "[rabbitmq_management].");
        await File.WriteAllTextAsync($"{home}/.erlang.cookie", Guid.NewGuid().ToString("N"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode($"{home}/.erlang.cookie", UnixFileMode.UserRead);
        }
    }

    private static void AddTo(ProcessStartInfo start, Dictionary<string, string> variables, string[] arguments)
    {
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
    }

    private static async Task AnsweringAsync(BrokerAddress address, Process shell, string home)
    {
        var factory = new ConnectionFactory { HostName = address.Host, Port = address.Port };
        for (var started = Stopwatch.StartNew(); ;)
        {
            try
            {
                await using var connection = await factory.CreateConnectionAsync();
                return;
            }
            catch (BrokerUnreachableException exception)
            {
                if (shell.HasExited || started.Elapsed > TimeSpan.FromSeconds(90))
                {
                    throw new InvalidOperationException($"RabbitMQ did not start: {await File.ReadAllTextAsync($"{home}/log")}", exception);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

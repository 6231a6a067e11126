using System.Diagnostics;
using AgentBus.TestKit.Processes;
using AgentBus.TestKit.RabbitMq;

namespace AgentBus.Acceptance;

/// <summary>Runs <c>node-agent/agent.mjs</c>, an agent that knows only AMQP and JSON.</summary>
internal sealed class NodeAgent : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);
    private readonly Process _process;

    private NodeAgent(Process process) => _process = process;

    /// <summary>Completes when the agent has announced itself.</summary>
    public static async Task<NodeAgent> StartAsync(BrokerAddress broker, string agent)
    {
        var folder = await Installed.Value;
        var address = $"amqp://{broker.Username}:{broker.Password}@{broker.Host}:{broker.Port}/{Uri.EscapeDataString(broker.VirtualHost)}";
        var process = Start("node", folder, "agent.mjs", address, agent);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("ready ", StringComparison.Ordinal))
            {
                return new NodeAgent(process);
            }
        }

        throw new InvalidOperationException($"The Node agent ended: {await process.StandardError.ReadToEndAsync(limit.Token)}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    // Its one package goes to a folder of its own, so that the repository stays as it is.
    private static async Task<string> InstallAsync()
    {
        var folder = Directory.CreateTempSubdirectory("agentbus-node-agent-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        foreach (var file in Directory.GetFiles(Path.Combine(ServiceProcess.RepositoryRoot, "tests", "AgentBus.Acceptance", "node-agent")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        using var npm = Start("npm", folder, "install", "--no-audit", "--no-fund", "--silent");
        var error = npm.StandardError.ReadToEndAsync();
        await npm.StandardOutput.ReadToEndAsync();
        await npm.WaitForExitAsync();
        npm.ExitCode.ShouldBe(0, await error);
        return folder;
    }

    private static Process Start(string program, string folder, params string[] arguments) => Process.Start(
        new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AgentBus.TestKit.Processes;

/// <summary>A service as its own process, as its users run it. Disposing it kills it.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private const string Plain = "env:";

    /// <summary>The folder of published programs, one folder each; those that were built beside the caller when it is not set.</summary>
    private const string ProgramsVariable = "AGENTBUS_TEST_PROGRAMS";

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly List<(string Text, TaskCompletionSource Seen)> _awaited = [];

    private ServiceProcess(string name, Process process, Uri address) => (Name, _process, Address) = (name, process, address);

    public string Name { get; }

    /// <summary>Where its HTTP endpoints are.</summary>
    public Uri Address { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Everything it wrote to standard output and error so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>
    /// Starts <c>services/AgentBus.{service}</c> (or the program of that name under <c>tests</c>) with these settings (without the <c>AGENTBUS_</c> prefix, <c>:</c> written as <c>__</c>) and
    /// waits until it is ready.
    /// </summary>
    public static async Task<ServiceProcess> StartAsync(
        string service, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken, params string[] arguments)
    {
        var started = Start(service, settings, arguments);
        try
        {
            await started.ReadyAsync(cancellationToken);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it without waiting. A setting <c>env:NAME</c> is the environment variable <c>NAME</c>.</summary>
    public static ServiceProcess Start(string service, IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var info = new ProcessStartInfo(Program(service)) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in settings)
        {
            info.Environment[name.StartsWith(Plain, StringComparison.Ordinal) ? name[Plain.Length..] : "AGENTBUS_" + name] = value;
        }

        info.Environment["AGENTBUS_Http__Urls"] = address.ToString().TrimEnd('/');
        var process = new Process { StartInfo = info };
        var started = new ServiceProcess(service, process, address);
        process.OutputDataReceived += (_, line) => started.Wrote(line.Data);
        process.ErrorDataReceived += (_, line) => started.Wrote(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Runs it to its end, such as <c>setup</c>; returns the exit code.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string service, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken, params string[] arguments)
    {
        await using var process = Start(service, settings, arguments);
        await process._process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, process.Output);
    }

    /// <summary>Completes when the service answers that it is ready; fails with its output when it exits instead.</summary>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address };
        while (true)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"{Name} exited with {_process.ExitCode} before it was ready:\n{Output}");
            }

            try
            {
                using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Completes when it has written a line that holds this text.</summary>
    public Task WroteAsync(string text, CancellationToken cancellationToken)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_awaited)
        {
            if (_output.Any(line => line.Contains(text, StringComparison.Ordinal)))
            {
                return Task.CompletedTask;
            }

            _awaited.Add((text, seen));
        }

        return seen.Task.WaitAsync(cancellationToken);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>SIGTERM, then waits for its end.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await SignalAsync("TERM", cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Sends it a signal, such as STOP or CONT.</summary>
    public async Task SignalAsync(string signal, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Completes when it has ended, in whatever way.</summary>
    public Task ExitedAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Program(string service)
    {
        var name = service == "Cli" ? "agentbus" : $"AgentBus.{service}";
        if (Environment.GetEnvironmentVariable(ProgramsVariable) is { Length: > 0 } programs)
        {
            return Path.Combine(programs, $"AgentBus.{service}", name);
        }

        var built = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar);
        var folder = Directory.Exists(Path.Combine(RepositoryRoot, "services", $"AgentBus.{service}")) ? "services" : "tests";
        return Path.Combine(RepositoryRoot, folder, $"AgentBus.{service}", "bin", built[^2], built[^1], name);
    }

    /// <summary>The folder of AgentBus.sln.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AgentBus.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("AgentBus.sln is in no folder above the tests.");
    }

    private void Wrote(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        lock (_awaited)
        {
            foreach (var (text, seen) in _awaited)
            {
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    seen.TrySetResult();
                }
            }
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using AgentBus.TestKit.Processes;

namespace AgentBus.Chaos.Houses;

/// <summary>A process of the house that is started again whenever it ends, as an operator's supervisor would.</summary>
internal sealed class Resident(
    string name, Role role, string service, IReadOnlyList<string> arguments, Func<Resident, IReadOnlyDictionary<string, string>> settings) : IAsyncDisposable
{
    // Between an end with an error and the next start; a killed process is started at once.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private CancellationTokenSource _leaving = new();
    private readonly ConcurrentQueue<Death> _deaths = new();
    private readonly ConcurrentQueue<string> _lastWords = new();
    private volatile ServiceProcess? _process;
    private volatile Stopwatch? _ready;
    private volatile bool _struck;
    private Task _life = Task.CompletedTask;

    public string Name => name;

    public Role Role => role;

    /// <summary>How often it was started.</summary>
    public int Starts { get; private set; }

    public IReadOnlyCollection<Death> Deaths => _deaths;

    /// <summary>Ends that were neither a kill nor asked for, with what was printed last.</summary>
    public IReadOnlyCollection<string> LastWords => _lastWords;

    /// <summary>Told of each end.</summary>
    public Action<Death>? Died { get; set; }

    /// <summary>The process of now; null before the first start and after the stop.</summary>
    public ServiceProcess? Process => _process;

    /// <summary>How long the process of now has been ready; null until then.</summary>
    public TimeSpan? Served => _ready?.Elapsed;

    /// <summary>Begins to live, also after a stop.</summary>
    public void Start()
    {
        if (_leaving.IsCancellationRequested)
        {
            _leaving.Dispose();
            _leaving = new CancellationTokenSource();
        }

        _life = LiveAsync(_leaving.Token);
    }

    /// <summary>Completes when the process of now is ready, or the one after it if it dies before.</summary>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        while (_ready is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>kill -9; a new process follows.</summary>
    public Task KillAsync() => OnProcessAsync(process =>
    {
        _struck = true;
        return process.KillAsync();
    });

    /// <summary>Sends it a signal, such as STOP or CONT.</summary>
    public Task SignalAsync(string signal, CancellationToken cancellationToken) => OnProcessAsync(process => process.SignalAsync(signal, cancellationToken));

    /// <summary>SIGTERM; nothing follows, until <see cref="Start"/>. Returns the exit code; kills it when the time is over and then returns 137.</summary>
    public async Task<int> StopAsync(TimeSpan time)
    {
        await _leaving.CancelAsync();
        await _life;
        var process = _process;
        if (process is null)
        {
            return 0;
        }

        using var limit = new CancellationTokenSource(time, TimeProvider.System);
        try
        {
            await process.StopAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            await process.KillAsync();
        }

        return process.ExitCode;
    }

    /// <summary>Everything the process of now printed.</summary>
    public string Output => _process?.Output ?? "";

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _life;
        if (_process is { } process)
        {
            await process.DisposeAsync();
        }

        _leaving.Dispose();
    }

    private async Task OnProcessAsync(Func<ServiceProcess, Task> act)
    {
        try
        {
            if (_process is { HasExited: false } process)
            {
                await act(process);
            }
        }
        catch (InvalidOperationException)
        {
            // It ended in this moment.
        }
    }

    private async Task LiveAsync(CancellationToken leaving)
    {
        while (!leaving.IsCancellationRequested)
        {
            var now = settings(this);
            var lived = Stopwatch.StartNew();
            Starts++;
            _ready = null;
            var process = ServiceProcess.Start(service, now, [.. arguments]);
            _process = process;
            try
            {
                await WatchAsync(process, leaving);
                await process.ExitedAsync(leaving);
            }
            catch (OperationCanceledException)
            {
                // It goes on until it is stopped or disposed.
                return;
            }

            await BuryAsync(process, now, lived.Elapsed, leaving);
        }
    }

    private async Task WatchAsync(ServiceProcess process, CancellationToken leaving)
    {
        try
        {
            await process.ReadyAsync(leaving);
            _ready = Stopwatch.StartNew();
        }
        catch (InvalidOperationException)
        {
            // It ended before it was ready; how, is seen next.
        }
    }

    private async Task BuryAsync(ServiceProcess process, IReadOnlyDictionary<string, string> settings, TimeSpan lived, CancellationToken leaving)
    {
        var death = new Death(this, process.ExitCode, _struck, settings, lived);
        _struck = false;
        _deaths.Enqueue(death);
        Died?.Invoke(death);
        if (!death.WasKill)
        {
            var output = process.Output;
            _lastWords.Enqueue($"{Name} ended with {death.ExitCode}: {output[Math.Max(0, output.Length - 400)..].ReplaceLineEndings(" | ")}");
            await Task.Delay(Pause, TimeProvider.System, leaving).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        await process.DisposeAsync();
    }
}

using System.Diagnostics;

namespace AgentBus.Benchmarks;

/// <summary>This program as another process, told what to do by lines on its standard input; it ends when that ends.</summary>
internal sealed class OwnProcess : IAsyncDisposable
{
    private readonly Process _process;

    private OwnProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Starts it in a role and waits until it is ready.</summary>
    public static async Task<OwnProcess> StartAsync(params string[] role)
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, role)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
        })!;
        var started = new OwnProcess(process);
        await started.ReadAsync();
        return started;
    }

    public async Task<string> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        return await ReadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string> ReadAsync() =>
        await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"A process of the benchmark ended with {_process.ExitCode}.");
}

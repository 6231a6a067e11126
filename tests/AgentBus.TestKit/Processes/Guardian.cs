using System.Diagnostics;

namespace AgentBus.TestKit.Processes;

/// <summary>
/// A shell that starts a server, takes orders about it by lines, and answers each with a line. It reads from a pipe of this process, so
/// the server ends with this process in whatever way that ends; nothing the shell did not start is touched.
/// </summary>
internal sealed class Guardian : IAsyncDisposable
{
    private readonly Process shell;
    private readonly SemaphoreSlim turn = new(1);

    private Guardian(Process shell) => this.shell = shell;

    public bool HasExited => shell.HasExited;

    /// <summary>Starts the script; <paramref name="name"/> is its <c>$0</c>.</summary>
    public static Guardian Start(string name, string script, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        // A signal to the whole group, such as Ctrl-C, is for this process; the shell cleans up when it has ended.
        foreach (var argument in (string[])["-c", $"trap '' HUP INT TERM\n{script}", name, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return new Guardian(Process.Start(start) ?? throw new InvalidOperationException($"The shell {name} did not start."));
    }

    /// <summary>Gives an order and waits until it is carried out.</summary>
    public Task OrderAsync(string order) => AskAsync(order);

    /// <summary>Asks something; the script answers no, or as to an order.</summary>
    public async Task<bool> AskAsync(string order)
    {
        await turn.WaitAsync();
        try
        {
            await shell.StandardInput.WriteLineAsync(order);
            await shell.StandardInput.FlushAsync();
            return await shell.StandardOutput.ReadLineAsync() switch
            {
                "done" => true,
                "no" => false,
                _ => throw new InvalidOperationException($"The shell that guards the server ended at the order '{order}'."),
            };
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Ends the server and what belongs to it.</summary>
    public async ValueTask DisposeAsync()
    {
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
        shell.Dispose();
        turn.Dispose();
    }
}

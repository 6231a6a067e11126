using System.Diagnostics;
using System.Runtime.InteropServices;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Up;

/// <summary>The all-in-one host as a child: its output is ours, signals go to it, its exit code is ours.</summary>
internal static class StandaloneProcess
{
    private const string Name = "AgentBus.Standalone";
    private const string Variable = "AGENTBUS_STANDALONE";

    /// <summary>Where the host lies: AGENTBUS_STANDALONE, beside the command line, or beside its project in a built tree.</summary>
    public static string Find(Terminal terminal, string folder)
    {
        if (terminal.Variable(Variable) is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : throw CliException.Usage($"{Variable} names '{named}', which is not a file.");
        }

        string[] folders = [folder, folder.Replace("AgentBus.Cli", Name, StringComparison.Ordinal)];
        return folders.SelectMany(Programs).FirstOrDefault(File.Exists)
            ?? throw CliException.Usage($"Cannot find {Name} in {folder}. Build it, or name its program in {Variable}.");
    }

    public static async Task<int> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancelled)
    {
        using var child = Process.Start(Start(program, arguments)) ?? throw new CliException(ExitCode.Failed, $"'{program}' did not start.");
        using var interrupt = Pass(PosixSignal.SIGINT, child);
        using var terminate = Pass(PosixSignal.SIGTERM, child);
        using var hangUp = Pass(PosixSignal.SIGHUP, child);
        using var stop = cancelled.Register(() => Signal(child, PosixSignal.SIGTERM));
        await child.WaitForExitAsync(CancellationToken.None);
        return child.ExitCode;
    }

    private static IEnumerable<string> Programs(string folder) =>
        new[] { Name, $"{Name}.exe", $"{Name}.dll" }.Select(file => Path.Combine(folder, file));

    private static ProcessStartInfo Start(string program, IReadOnlyList<string> arguments) =>
        program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            ? new ProcessStartInfo("dotnet", [program, .. arguments])
            : new ProcessStartInfo(program, arguments);

    private static PosixSignalRegistration Pass(PosixSignal signal, Process child) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        Signal(child, signal);
    });

    // The framework can only kill; a host that is killed loses nothing but must replay on the next start.
    private static void Signal(Process child, PosixSignal signal)
    {
        if (child.HasExited)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            child.Kill();
            return;
        }

        using var kill = Process.Start("kill", [signal switch { PosixSignal.SIGINT => "-INT", PosixSignal.SIGHUP => "-HUP", _ => "-TERM" }, $"{child.Id}"]);
        kill.WaitForExit();
    }
}

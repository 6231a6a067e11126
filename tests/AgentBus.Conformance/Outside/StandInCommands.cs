namespace AgentBus.Conformance.Outside;

/// <summary>Puts programs of our own in front of those that examples start.</summary>
internal sealed class StandInCommands : IDisposable
{
    /// <summary>The commands there are.</summary>
    public static readonly string[] Names = ["npx"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("agentbus-conformance-");

    public StandInCommands()
    {
        foreach (var name in Names)
        {
            var script = Path.Combine(folder.FullName, name);
            File.WriteAllText(script, $"#!/bin/sh\nexec dotnet '{typeof(StandInCommands).Assembly.Location}' {McpStandIn.Argument}\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        Environment.SetEnvironmentVariable("PATH", $"{folder.FullName}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}");
    }

    public void Dispose() => folder.Delete(recursive: true);
}

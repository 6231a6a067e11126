namespace AgentBus.Cli;

/// <summary>Ends a command with an exit code and a message for a person.</summary>
internal sealed class CliException(int exitCode, string message, IReadOnlyList<string>? more = null) : Exception(message)
{
    public int ExitCode => exitCode;

    /// <summary>Further lines, such as every problem of a document.</summary>
    public IReadOnlyList<string> More => more ?? [];

    public static CliException Usage(string message) => new(AgentBus.Cli.ExitCode.Usage, message);
}

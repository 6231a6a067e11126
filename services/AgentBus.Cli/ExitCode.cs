namespace AgentBus.Cli;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    /// <summary>Done; with <c>--wait</c>: the run completed.</summary>
    public const int Success = 0;

    /// <summary>The run failed or was cancelled, or the request was refused.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The server cannot be reached.</summary>
    public const int Unreachable = 3;

    /// <summary>The key is missing, wrong or lacks a role.</summary>
    public const int NotAuthorised = 4;

    /// <summary>Interrupted by Ctrl-C; a run goes on without us.</summary>
    public const int Interrupted = 130;

    /// <summary>For the help.</summary>
    public const string Help =
        "Exit codes: 0 success; 1 the run failed or the request was refused; 2 bad usage; 3 the server cannot be reached; " +
        "4 not authorised; 130 interrupted (a run goes on).";
}

namespace AgentBus.Workflows.Execution;

/// <summary>Keys of a run's documents that the shell knows; the engine makes up all others.</summary>
public static class DocumentKeys
{
    /// <summary>The raw input, stored by whoever starts the run.</summary>
    public const string Input = "input";

    /// <summary>The run's output, stored when it completes.</summary>
    public const string Output = "output";
}

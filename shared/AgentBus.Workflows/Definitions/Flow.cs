namespace AgentBus.Workflows.Definitions;

/// <summary>The standard's flow directives.</summary>
public static class Flow
{
    public const string Continue = "continue";
    public const string Exit = "exit";
    public const string End = "end";
}

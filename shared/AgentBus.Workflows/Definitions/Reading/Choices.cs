namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Words that documents and calls share.</summary>
internal static class Choices
{
    public static readonly string[] Objective = ["quality", "cost", "latency", "balanced"];

    public static readonly string[] Priority = ["low", "normal", "high"];
}

namespace AgentBus.AgentSdk;

/// <summary>Names an agent.</summary>
/// <param name="name">The kind of worker: lower case, digits and hyphens, such as <c>research</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AgentAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>Semantic version of this code without build metadata; default 1.0.0.</summary>
    public string Version { get; init; } = "1.0.0";

    /// <summary>Free words a router may look at.</summary>
    public string[] Capabilities { get; init; } = [];

    /// <summary>Attempts at the same time in one process; default 4. <c>Agents:{name}:Concurrency</c> overrides it.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>Prompt files it asks with: <c>Prompts/{name}/{prompt}.md</c> beside the program. A missing one stops the start.</summary>
    public string[] Prompts { get; init; } = [];
}

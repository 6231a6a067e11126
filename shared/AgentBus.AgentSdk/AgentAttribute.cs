namespace AgentBus.AgentSdk;

/// <summary>Names an agent.</summary>
/// <param name="name">The kind of worker: lower case, digits and hyphens, such as <c>research</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AgentAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>Semantic version of this code; default 1.0.0.</summary>
    public string Version { get; init; } = "1.0.0";

    /// <summary>Free words a router may look at.</summary>
    public string[] Capabilities { get; init; } = [];

    /// <summary>Attempts at the same time in one process, unless configured; default 4.</summary>
    public int Concurrency { get; init; } = 4;
}

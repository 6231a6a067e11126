namespace AgentBus.Contracts;

/// <summary>Names one version of a definition.</summary>
/// <param name="Namespace">The document's namespace.</param>
/// <param name="Name">The document's name.</param>
/// <param name="Version">The document's semantic version.</param>
public sealed record WorkflowRef(string Namespace, string Name, string Version);

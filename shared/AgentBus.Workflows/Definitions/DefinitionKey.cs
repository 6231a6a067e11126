namespace AgentBus.Workflows.Definitions;

/// <summary>Names one version of a definition.</summary>
public sealed record DefinitionKey(string Namespace, string Name, string Version)
{
    /// <summary><c>namespace/name@version</c>.</summary>
    public override string ToString() => $"{Namespace}/{Name}@{Version}";
}

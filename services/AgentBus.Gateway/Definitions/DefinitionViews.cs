using AgentBus.Storage.Definitions;

namespace AgentBus.Gateway.Definitions;

/// <summary>A stored definition without its text.</summary>
/// <param name="NextDue">When its schedule starts the next run.</param>
internal sealed record DefinitionSummary(
    string Namespace, string Name, string Version, string? Title, IReadOnlyList<string> Agents, IReadOnlyList<string> EventTypes,
    DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? NextDue = null)
{
    public static DefinitionSummary Of(StoredDefinition stored) => new(
        stored.Namespace, stored.Name, stored.Version, stored.Title, stored.Agents, stored.EventTypes, stored.CreatedAt, stored.CreatedBy,
        stored.FirstDue);
}

/// <summary>A valid document that was not stored.</summary>
/// <param name="MissingAgents">Agents it calls that have no live worker: its runs will wait there.</param>
internal sealed record ValidatedDefinition(
    string Namespace, string Name, string Version, string? Title, IReadOnlyList<string> Agents, IReadOnlyList<string> EventTypes,
    IReadOnlyList<string> MissingAgents);

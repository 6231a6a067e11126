namespace AgentBus.Storage.Definitions;

/// <summary>Definitions by tenant. A version once stored never changes.</summary>
public interface IDefinitionStore
{
    Task<PutDefinition> PutAsync(StoredDefinition definition, CancellationToken cancellationToken);

    /// <summary>One version; a null version means the highest by semantic version.</summary>
    Task<StoredDefinition?> GetAsync(string tenant, string @namespace, string name, string? version, CancellationToken cancellationToken);

    /// <summary>Every version, without text, by namespace, name, version descending.</summary>
    Task<IReadOnlyList<StoredDefinition>> ListAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>The latest version of each definition that this event type may start.</summary>
    Task<IReadOnlyList<StoredDefinition>> StartedByAsync(string tenant, string eventType, CancellationToken cancellationToken);
}

/// <summary>A stored definition.</summary>
/// <param name="Text">As it was given, YAML or JSON.</param>
/// <param name="EventTypes">Types of event that start it.</param>
public sealed record StoredDefinition(
    string Tenant, string Namespace, string Name, string Version, string? Title, string Text, IReadOnlyList<string> EventTypes,
    IReadOnlyList<string> Agents, DateTimeOffset CreatedAt, string CreatedBy)
{
    /// <summary>For a put: when its schedule starts the first run; null = time starts none. It takes over from the schedule of the version before.</summary>
    public DateTimeOffset? FirstDue { get; init; }
}

/// <summary>What became of a put.</summary>
public enum PutDefinition
{
    Created,

    /// <summary>The same text was there.</summary>
    Unchanged,

    /// <summary>Another text is stored under this version; nothing was written.</summary>
    Conflict,
}

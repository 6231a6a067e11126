using System.Text.Json;

namespace AgentBus.JsonSchema;

/// <summary>How a schema is compiled.</summary>
public sealed record SchemaOptions
{
    /// <summary>Whether <c>format</c> is checked; by default it is an annotation, as the specification says.</summary>
    public bool AssertFormats { get; init; }

    /// <summary>Other schemas that references may lead to, by the address they are known under. Nothing is ever fetched.</summary>
    public IReadOnlyDictionary<string, JsonElement> Documents { get; init; } = new Dictionary<string, JsonElement>();
}

using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AgentBus.Contracts.Tests;

/// <summary>The records of the wire: every public record that goes as a message.</summary>
internal static class Wire
{
    public static IReadOnlyList<Type> Messages { get; } =
        [.. typeof(ContractsJson).GetCustomAttributesData()
            .Where(data => data.AttributeType == typeof(JsonSerializableAttribute))
            .Select(data => (Type)data.ConstructorArguments[0].Value!)
            .OrderBy(type => type.Name, StringComparer.Ordinal)];

    public static JsonTypeInfo Json(Type type) => ContractsJson.Default.GetTypeInfo(type)!;
}

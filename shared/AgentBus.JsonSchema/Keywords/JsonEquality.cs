using System.Text.Json;
using AgentBus.JsonSchema.Numbers;

namespace AgentBus.JsonSchema.Keywords;

/// <summary>Equality of JSON values as the specification has it: numbers by value, objects without order.</summary>
internal sealed class JsonEquality : IEqualityComparer<JsonElement>
{
    private JsonEquality()
    {
    }

    public static JsonEquality Instance { get; } = new();

    public bool Equals(JsonElement x, JsonElement y)
    {
        if (x.ValueKind != y.ValueKind)
        {
            return false;
        }

        return x.ValueKind switch
        {
            JsonValueKind.Number => JsonNumber.Compare(x, y) == 0,
            JsonValueKind.String => y.ValueEquals(x.GetString()),
            JsonValueKind.Array => x.GetArrayLength() == y.GetArrayLength() && x.EnumerateArray().Zip(y.EnumerateArray()).All(p => Equals(p.First, p.Second)),
            JsonValueKind.Object => x.GetPropertyCount() == y.GetPropertyCount()
                && x.EnumerateObject().All(p => y.TryGetProperty(p.Name, out var other) && Equals(p.Value, other)),
            _ => true,
        };
    }

    // Shallow on purpose: a hash that walks whole trees at each level would cost the square of the depth.
    public int GetHashCode(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble().GetHashCode(),
        JsonValueKind.String => value.GetString()!.GetHashCode(StringComparison.Ordinal),
        JsonValueKind.Array => value.EnumerateArray().Take(8).Aggregate(value.GetArrayLength(), (hash, item) => HashCode.Combine(hash, Leaf(item))),
        JsonValueKind.Object => value.EnumerateObject().Aggregate(0, (hash, member) => hash ^ HashCode.Combine(member.Name, Leaf(member.Value))),
        var kind => (int)kind,
    };

    private int Leaf(JsonElement value) => value.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? (int)value.ValueKind : GetHashCode(value);
}

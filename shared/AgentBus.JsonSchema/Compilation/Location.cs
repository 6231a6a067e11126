using System.Globalization;
using System.Text.Json;

namespace AgentBus.JsonSchema.Compilation;

/// <summary>A place in a schema document.</summary>
/// <param name="Element">What stands there.</param>
/// <param name="Path">JSON pointer from the document's root.</param>
/// <param name="Base">Absolute address, without fragment, that references at this place are relative to.</param>
/// <param name="Document">Address the document is known under: with the path it names the place.</param>
internal sealed record Location(JsonElement Element, string Path, string Base, string Document)
{
    public bool IsObject => Element.ValueKind == JsonValueKind.Object;

    /// <summary>A place below, whose own <c>$id</c> may change the base.</summary>
    public Location Child(string token, JsonElement element)
    {
        var @base = Text(element, "$id") is { } id ? SchemaUri.Resolve(Base, id).Address : Base;
        return new Location(element, JsonPointer.Append(Path, token), @base, Document);
    }

    public Location? Get(string name) => IsObject && Element.TryGetProperty(name, out var element) ? Child(name, element) : null;

    public string? GetText(string name) => Text(Element, name);

    public IEnumerable<Location> Children() => Element.ValueKind switch
    {
        JsonValueKind.Object => Element.EnumerateObject().Select(p => Child(p.Name, p.Value)),
        JsonValueKind.Array => Element.EnumerateArray().Select((e, i) => Child(i.ToString(CultureInfo.InvariantCulture), e)),
        _ => [],
    };

    /// <summary>The place a pointer leads to; null where there is nothing.</summary>
    public Location? Follow(string pointer)
    {
        var at = this;
        foreach (var token in JsonPointer.Tokens(pointer))
        {
            var next = at.Element.ValueKind == JsonValueKind.Array ? at.Item(token) : at.Get(token);
            if (next is null)
            {
                return null;
            }

            at = next;
        }

        return at;
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private Location? Item(string token) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < Element.GetArrayLength() ? Child(token, Element[i]) : null;
}

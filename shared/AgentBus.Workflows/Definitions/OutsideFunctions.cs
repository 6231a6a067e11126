using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AgentBus.Workflows.Definitions;

/// <summary>
/// Functions that a document calls by address (<c>call: https://...</c>) or out of a catalog (<c>call: log:1.0.0@tools</c>). Whoever takes a document in
/// fetches them once and writes them into it: a run never depends on what stands elsewhere later.
/// </summary>
public static partial class OutsideFunctions
{
    /// <summary>What is called and not yet in <c>use.functions</c>: the name as the call has it, and the address of its definition.</summary>
    /// <returns>Nothing for a text that cannot be read, whose problems its reader reports. A null address: the catalog is not in the document.</returns>
    public static IReadOnlyList<(string Name, Uri? Address)> Find(string text)
    {
        if (DefinitionText.ReadJson(text).Value is not { ValueKind: JsonValueKind.Object } document)
        {
            return [];
        }

        var known = Member(Member(document, "use"), "functions");
        return [.. Calls(document).Distinct()
            .Where(name => (IsAddress(name) || InCatalog().IsMatch(name)) && Member(known, name) is null)
            .Select(name => (name, AddressOf(document, name)))];
    }

    /// <summary>The document, as JSON, with these functions in <c>use.functions</c>.</summary>
    public static string Embed(string text, IReadOnlyDictionary<string, JsonElement> functions)
    {
        var document = JsonNode.Parse(DefinitionText.ReadJson(text).Value!.Value.GetRawText())!.AsObject();
        var use = document["use"] as JsonObject ?? (JsonObject)(document["use"] = new JsonObject());
        var all = use["functions"] as JsonObject ?? (JsonObject)(use["functions"] = new JsonObject());
        foreach (var (name, function) in functions)
        {
            all[name] = JsonNode.Parse(function.GetRawText());
        }

        return document.ToJsonString();
    }

    private static bool IsAddress(string name) => name.StartsWith("https://", StringComparison.Ordinal) || name.StartsWith("http://", StringComparison.Ordinal);

    private static IEnumerable<string> Calls(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member =>
            member is { Name: "call", Value.ValueKind: JsonValueKind.String } ? [member.Value.GetString()!] : Calls(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Calls),
        _ => [],
    };

    // The standard's layout of a catalog: functions/{name}/{version}/function.yaml below its address.
    private static Uri? AddressOf(JsonElement document, string name)
    {
        if (IsAddress(name))
        {
            return Uri.TryCreate(name, UriKind.Absolute, out var direct) ? Raw(direct) : null;
        }

        var parts = InCatalog().Match(name);
        var endpoint = Member(Member(Member(Member(document, "use"), "catalogs"), parts.Groups[3].Value), "endpoint");
        endpoint = Member(endpoint, "uri") ?? endpoint;
        return endpoint is { ValueKind: JsonValueKind.String } text
            && Uri.TryCreate($"{text.GetString()!.TrimEnd('/')}/functions/{parts.Groups[1].Value}/{parts.Groups[2].Value}/function.yaml", UriKind.Absolute, out var address)
                ? Raw(address)
                : null;
    }

    // A page of GitHub is not the file: the standard asks for the raw one.
    private static Uri Raw(Uri address)
    {
        if (address.Host != "github.com" || address.AbsolutePath.Split('/') is not ["", var owner, var repository, .. var rest])
        {
            return address;
        }

        var path = rest is ["tree" or "blob", .. var below] ? string.Join('/', below) : $"main/{string.Join('/', rest)}";
        return new Uri($"https://raw.githubusercontent.com/{owner}/{repository}/{path}");
    }

    private static JsonElement? Member(JsonElement? value, string name) =>
        value is { ValueKind: JsonValueKind.Object } map && map.TryGetProperty(name, out var member) ? member : null;

    [GeneratedRegex(@"^([A-Za-z0-9][A-Za-z0-9_.-]*):([A-Za-z0-9][A-Za-z0-9_.+-]*)@([A-Za-z0-9][A-Za-z0-9_-]*)$", RegexOptions.NonBacktracking)]
    private static partial Regex InCatalog();
}

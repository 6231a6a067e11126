using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentBus.Jq;

namespace AgentBus.Orchestrator.Calls.Secrets;

/// <summary>The secrets of one call: those its document names, read once, in memory only.</summary>
internal sealed partial class CallSecrets(ISecretStore store, string tenant, JsonElement document)
{
    private readonly Dictionary<string, JsonElement> read = [];

    /// <summary>Takes out of texts what was read.</summary>
    public SecretMask Mask { get; } = new();

    /// <summary>The arguments with the expressions that read <c>$secrets</c> evaluated in their places.</summary>
    public async Task<JsonElement> PutInAsync(JsonElement with, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (document.Member("deferred") is not { ValueKind: JsonValueKind.Array } deferred || deferred.GetArrayLength() == 0)
        {
            return with;
        }

        var complete = JsonNode.Parse(with.GetRawText());
        foreach (var item in deferred.EnumerateArray())
        {
            var value = Evaluate(item, await ReadByAsync(item.Member("expression")!.Value.Text("jq")!, cancellationToken), now);
            complete = Put(complete, item.Text("at")!, value);
        }

        return JsonSerializer.SerializeToElement(complete);
    }

    /// <summary>One secret.</summary>
    /// <exception cref="CallException">The document does not name it, or the tenant has none of this name.</exception>
    public async Task<JsonElement> ReadAsync(string name, CancellationToken cancellationToken)
    {
        if (read.TryGetValue(name, out var known))
        {
            return known;
        }

        if (!Names().Contains(name))
        {
            throw new CallException("authorization", 403, $"The secret '{name}' is not in use.secrets.");
        }

        var value = await store.ReadAsync(tenant, name, cancellationToken) ?? throw new CallException("authorization", 403,
            $"The secret '{name}' does not exist for tenant '{tenant}'. The operator puts it in {SecretStore.Places(tenant, name)}.");
        Mask.Add(value);
        return read[name] = value;
    }

    private IEnumerable<string> Names() =>
        document.Member("secrets") is { ValueKind: JsonValueKind.Array } names ? names.EnumerateArray().Select(name => name.GetString()!) : [];

    /// <summary>Those an expression reads by name; all, where it uses <c>$secrets</c> in any other way.</summary>
    private async Task<JsonElement> ReadByAsync(string jq, CancellationToken cancellationToken)
    {
        var uses = Uses().Matches(jq);
        var isPlain = uses.All(use => use.Groups["name"].Success);
        var wanted = new JsonObject();
        foreach (var name in Names().Where(name => !isPlain || uses.Any(use => use.Groups["name"].Value == name)))
        {
            wanted[name] = JsonNode.Parse((await ReadAsync(name, cancellationToken)).GetRawText());
        }

        return JsonSerializer.SerializeToElement(wanted);
    }

    [GeneratedRegex("""[$]secrets\b(\.(?<name>[A-Za-z_][A-Za-z0-9_]*)|\["(?<name>[^"\\]+)"\])?""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Uses();

    private JsonElement Evaluate(JsonElement item, JsonElement secrets, DateTimeOffset now)
    {
        var expression = item.Member("expression")!.Value;
        var variables = expression.Members("variables").ToDictionary(variable => variable.Name, variable => variable.Value);
        variables["secrets"] = secrets;
        JqFilter.TryCompile(expression.Text("jq")!, out var filter, out _);
        var input = expression.TryGetProperty("input", out var given) ? given : default;
        var result = filter!.Evaluate(input.ValueKind == JsonValueKind.Undefined ? JsonElement.Parse("null"u8) : input, variables, new JqContext(now));
        if (result.Error is { } error)
        {
            throw new CallException("expression", 400, $"{item.Text("text")?.Trim()}: {ExpressionFault.Of(error)}. What it reads is secret, so no more is said.");
        }

        if (result.Values.Count != 1)
        {
            throw new CallException("expression", 400, $"{item.Text("text")?.Trim()}: it made {result.Values.Count} values where one is wanted.");
        }

        Mask.AddMade(result.Values[0]);
        return result.Values[0];
    }

    private static JsonNode? Put(JsonNode? root, string pointer, JsonElement value)
    {
        var made = JsonNode.Parse(value.GetRawText());
        var names = pointer.Split('/').Skip(1).Select(name => name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToList();
        if (names.Count == 0)
        {
            return made;
        }

        var parent = root!;
        foreach (var name in names.SkipLast(1))
        {
            parent = parent is JsonArray list ? list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)]! : parent[name]!;
        }

        if (parent is JsonArray array)
        {
            array[int.Parse(names[^1], System.Globalization.CultureInfo.InvariantCulture)] = made;
        }
        else
        {
            parent[names[^1]] = made;
        }

        return root;
    }
}

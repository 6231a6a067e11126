using AgentBus.Models.Gateway;

namespace AgentBus.ModelGateway.Chat;

/// <summary>Hints in headers: <c>AgentBus-Max-Cost-Usd</c> for <c>agentbus_max_cost_usd</c>, and the usual <c>Idempotency-Key</c>.</summary>
internal static class HintHeaders
{
    private const string Prefix = "AgentBus-";
    private const string IdempotencyKey = "Idempotency-Key";

    public static Dictionary<string, string> Read(IHeaderDictionary headers)
    {
        var hints = new Dictionary<string, string>(StringComparer.Ordinal);
        if (headers.TryGetValue(IdempotencyKey, out var key) && key.ToString() is { Length: > 0 } text)
        {
            hints[HintNames.IdempotencyKey] = text;
        }

        foreach (var (name, value) in headers)
        {
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            {
                hints[HintNames.Prefix + name[Prefix.Length..].ToLowerInvariant().Replace('-', '_')] = value.ToString();
            }
        }

        return hints;
    }
}

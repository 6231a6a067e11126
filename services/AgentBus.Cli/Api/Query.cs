namespace AgentBus.Cli.Api;

/// <summary>Addresses with query parameters.</summary>
internal static class Query
{
    /// <summary>Parameters without a value are left out.</summary>
    public static string Of(string path, params IEnumerable<(string Name, string? Value)> parameters)
    {
        var query = string.Join('&', parameters.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }
}

using System.Text.Json;

namespace AgentBus.Orchestrator.Calls.Http;

/// <summary>Addresses and their queries.</summary>
internal static class HttpAddress
{
    /// <summary>The address of an endpoint.</summary>
    /// <exception cref="CallException">It is no absolute http or https address.</exception>
    public static Uri Of(JsonElement endpoint, string task)
    {
        var text = endpoint.Text("uri");
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0
            ? uri
            : throw new CallException("validation", 400,
                $"The endpoint of {task} is '{text ?? endpoint.Member("uri")?.GetRawText()}'. It must be an absolute http or https address without a user in it.");
    }

    /// <summary>The address with more of a query; null values are left out, arrays give a pair for each item.</summary>
    public static Uri With(this Uri uri, IEnumerable<(string Name, JsonElement Value)> query)
    {
        var pairs = query.SelectMany(pair => pair.Value.ValueKind == JsonValueKind.Array
                ? pair.Value.EnumerateArray().Select(item => (pair.Name, item))
                : [(pair.Name, pair.Value)])
            .Select(pair => (pair.Item1, Value: JsonReading.Scalar(pair.Item2, $"The query parameter '{pair.Item1}'")))
            .Where(pair => pair.Value is not null)
            .Select(pair => $"{Uri.EscapeDataString(pair.Item1)}={Uri.EscapeDataString(pair.Value!)}").ToList();
        if (pairs.Count == 0)
        {
            return uri;
        }

        var before = uri.Query.TrimStart('?');
        return new UriBuilder(uri) { Query = before.Length == 0 ? string.Join('&', pairs) : $"{before}&{string.Join('&', pairs)}" }.Uri;
    }
}

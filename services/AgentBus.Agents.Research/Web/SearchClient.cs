using System.Text.Json;
using Microsoft.Extensions.Options;

namespace AgentBus.Agents.Research.Web;

/// <summary>Asks the one configured search endpoint. The operator chose it, so it may be on a private network; what it finds may not.</summary>
internal sealed class SearchClient(HttpClient http, IOptions<ResearchOptions> options, TimeProvider clock)
{
    private const int MaxAnswerBytes = 2_000_000;
    private readonly ResearchOptions settings = options.Value;

    /// <summary>The addresses of the first results, or why there are none.</summary>
    public async Task<(IReadOnlyList<string> Addresses, string? Fault)> FindAsync(string query, CancellationToken cancellationToken)
    {
        if (settings.SearchEndpoint is not { } endpoint)
        {
            return ([], $"no search endpoint is configured; the operator sets {ResearchOptions.Section}:SearchEndpoint");
        }

        if (query.Length == 0)
        {
            return ([], "the search has no words");
        }

        using var timeout = new CancellationTokenSource(settings.WebTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var address = new UriBuilder(endpoint) { Query = $"q={Uri.EscapeDataString(query)}&format=json" }.Uri;
            using var answer = JsonDocument.Parse(await http.GetByteArrayAsync(address, either.Token));
            var found = Addresses(answer.RootElement).Distinct(StringComparer.Ordinal).Take(settings.SearchResults).ToList();
            return (found, found.Count == 0 ? "the search found nothing" : null);
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            return ([], $"the search endpoint gave no usable answer: {fault.Message}");
        }
    }

    public static HttpClient Client(HttpMessageHandler handler) => new(handler) { MaxResponseContentBufferSize = MaxAnswerBytes };

    private static IEnumerable<string> Addresses(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("results", out var results) && results.ValueKind == JsonValueKind.Array
            ? results.EnumerateArray()
                .Select(result => result.ValueKind == JsonValueKind.Object && result.TryGetProperty("url", out var url) ? url.ToString() : null)
                .OfType<string>().Where(url => url.Length > 0)
            : [];
}

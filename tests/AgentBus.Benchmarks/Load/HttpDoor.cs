using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AgentBus.Benchmarks;

/// <summary>Starts runs by the HTTP API.</summary>
internal sealed class HttpDoor : IDoor, IDisposable
{
    private readonly HttpClient _http;
    private readonly string _workflow;
    private readonly IEndedRuns _ended;
    private readonly string _more;

    /// <param name="address">Of the gateway.</param>
    /// <param name="key">An API key.</param>
    /// <param name="workflow">The name of the definition.</param>
    /// <param name="ended">Where ends are looked for.</param>
    /// <param name="more">Further members of the input.</param>
    public HttpDoor(Uri address, string key, string workflow, IEndedRuns ended, string more = "")
    {
        (_workflow, _ended, _more) = (workflow, ended, more);
        _http = new HttpClient { BaseAddress = address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Trim());
    }

    public async Task<Guid> StartAsync(int number, CancellationToken cancellationToken)
    {
        var sentAt = Microseconds.Of(TimeProvider.System.GetUtcNow());
        var request = $$$"""
            {"workflow":"{{{Workflows.Namespace}}}/{{{_workflow}}}","input":{"text":"{{{Payload.Text(number)}}}","sentAt":{{{sentAt}}}{{{_more}}}}}
            """;
        using var body = new StringContent(request, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri("/v1/runs", UriKind.Relative), body, cancellationToken);
        var text = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        return answer.IsSuccessStatusCode
            ? JsonElement.Parse(text).GetProperty("id").GetGuid()
            : throw new InvalidOperationException($"A start was answered {(int)answer.StatusCode}: {Encoding.UTF8.GetString(text)}");
    }

    public Task<IReadOnlyList<Guid>> EndedAsync(IReadOnlyCollection<Guid> open, CancellationToken cancellationToken) => _ended.AmongAsync(open, cancellationToken);

    public void Dispose() => _http.Dispose();
}

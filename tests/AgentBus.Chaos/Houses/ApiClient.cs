using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentBus.Chaos.Houses;

/// <summary>The HTTP API as a careful program calls it: what was not answered is asked again, under the same idempotency key.</summary>
internal sealed class ApiClient : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(15) };
    private readonly Func<Uri?> _address;

    public ApiClient(Func<Uri?> address, string key)
    {
        _address = address;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public async Task PutDefinitionAsync(string text, CancellationToken cancellationToken) => await AskAsync(
        HttpMethod.Put, "/v1/definitions?unknownAgents=allow", () => new StringContent(text, Encoding.UTF8, "application/yaml"), null, cancellationToken);

    /// <summary>Starts a run; the same key gives the same run.</summary>
    public async Task<Guid> StartAsync(string workflow, JsonNode input, string idempotencyKey, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["workflow"] = workflow, ["input"] = input.DeepClone() }.ToJsonString();
        var (_, answer) = await AskAsync(
            HttpMethod.Post, "/v1/runs", () => new StringContent(body, Encoding.UTF8, "application/json"), idempotencyKey, cancellationToken);
        return answer.GetProperty("id").GetGuid();
    }

    /// <summary>Open approvals, at most 200, with their titles; none while the gateway is away.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Title)>> OpenApprovalsAsync(CancellationToken cancellationToken)
    {
        var (_, page) = await AskAsync(HttpMethod.Get, "/v1/approvals?state=open&limit=200", null, null, cancellationToken);
        return [.. page.GetProperty("items").EnumerateArray().Select(one => (one.GetProperty("id").GetGuid(), one.GetProperty("title").GetString()!))];
    }

    /// <summary>Decides; that somebody was faster (perhaps the same request, whose answer was lost) is fine.</summary>
    public async Task DecideAsync(Guid approval, bool approves, CancellationToken cancellationToken) => await AskAsync(
        HttpMethod.Post, $"/v1/approvals/{approval}",
        () => new StringContent($$"""{"decision":"{{(approves ? "approve" : "deny")}}"}""", Encoding.UTF8, "application/json"), null, cancellationToken);

    /// <summary>Any other question; 409 is an answer too.</summary>
    public Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(
        string path, string json, CancellationToken cancellationToken, string? idempotencyKey = null, string mediaType = "application/json") =>
        AskAsync(HttpMethod.Post, path, () => new StringContent(json, Encoding.UTF8, mediaType), idempotencyKey, cancellationToken);

    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) =>
        (await AskAsync(HttpMethod.Get, path, null, null, cancellationToken)).Body;

    public void Dispose() => _http.Dispose();

    // Until it is answered with something other than 5xx.
    private async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(
        HttpMethod method, string path, Func<HttpContent>? body, string? idempotencyKey, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await TryAskAsync(method, path, body, idempotencyKey, cancellationToken) is { } answer)
            {
                return answer;
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)?> TryAskAsync(
        HttpMethod method, string path, Func<HttpContent>? body, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (_address() is not { } address)
        {
            return null;
        }

        using var request = new HttpRequestMessage(method, new Uri(address, path)) { Content = body?.Invoke() };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        try
        {
            using var answer = await _http.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if ((int)answer.StatusCode >= 500)
            {
                return null;
            }

            return answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.Conflict
                ? (answer.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text))
                : throw new InvalidOperationException($"{method} {path} was answered {(int)answer.StatusCode}: {text}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;

namespace AgentBus.TestKit.Http;

/// <summary>The HTTP API as a user's program calls it.</summary>
public sealed class Api : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly HttpClient _http;

    public Api(Uri address, string key)
    {
        _http = new HttpClient { BaseAddress = address, Timeout = Patience };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Trim());
    }

    public async Task PutDefinitionAsync(string text)
    {
        using var body = new StringContent(text, Encoding.UTF8, "application/yaml");
        using var answer = await _http.PutAsync(new Uri("/v1/definitions?unknownAgents=allow", UriKind.Relative), body);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    public async Task<Guid> StartAsync(string workflow, JsonNode input, string? traceParent = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/runs", UriKind.Relative))
        {
            Content = Json(new JsonObject { ["workflow"] = workflow, ["input"] = input }.ToJsonString(), "application/json"),
        };
        if (traceParent is not null)
        {
            request.Headers.Add("traceparent", traceParent);
        }

        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, text);
        return JsonNode.Parse(text)!["id"]!.GetValue<Guid>();
    }

    public async Task PublishAsync(string cloudEvent)
    {
        using var body = Json(cloudEvent, "application/cloudevents+json");
        using var answer = await _http.PostAsync(new Uri("/v1/events", UriKind.Relative), body);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonElement.Parse(text);
    }

    public async Task<HttpStatusCode> PostAsync(string path, string json, string type = "application/json")
    {
        using var body = Json(json, type);
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), body);
        return answer.StatusCode;
    }

    public Task<JsonElement> RunAsync(Guid run) => GetAsync($"/v1/runs/{run}");

    /// <summary>Follows the run's live events until it ended; returns the run.</summary>
    public async Task<JsonElement> EndedAsync(Guid run)
    {
        await SeenAsync(run, "end");
        return await RunAsync(run);
    }

    /// <summary>Follows the run's live events, from its beginning, until so many of this type came.</summary>
    public async Task SeenAsync(Guid run, string type, int times = 1)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        await using var stream = await _http.GetStreamAsync(new Uri($"/v1/runs/{run}/events", UriKind.Relative), limit.Token);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(limit.Token))
        {
            if (item.EventType == type && --times == 0)
            {
                return;
            }

            item.EventType.ShouldNotBe("end", $"run {run} ended before '{type}' came");
        }

        throw new InvalidOperationException($"The live events of run {run} ended before '{type}' came.");
    }

    public void Dispose() => _http.Dispose();

    private static StringContent Json(string text, string type) => new(text, Encoding.UTF8, type);
}

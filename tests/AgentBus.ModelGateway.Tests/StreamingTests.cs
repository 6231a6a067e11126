using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace AgentBus.ModelGateway.Tests;

/// <summary>Streams as a client sees them on the wire.</summary>
public sealed class StreamingTests
{
    private const string Request = """{"model":"auto","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Hi."}]}""";

    [Fact]
    public async Task The_first_piece_is_on_the_wire_before_the_provider_has_the_second()
    {
        var seen = new TaskCompletionSource();
        await using var provider = await StandInProvider.StreamAsync(["Hel", "lo."], seen.Task);
        await using var gateway = await GatewayHost.StartAsync(provider.Settings);

        using var response = await SendAsync(gateway, Request);
        var events = new List<string>();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Length > 0)
            {
                events.Add(line["data: ".Length..]);
            }

            if (line.Contains("Hel", StringComparison.Ordinal))
            {
                seen.TrySetResult();
            }
        }

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        events[^1].ShouldBe("[DONE]");
        var chunks = events.SkipLast(1).Select(e => JsonElement.Parse(e)).ToList();
        string.Concat(chunks.SelectMany(c => c.GetProperty("choices").EnumerateArray()).Select(c => c.GetProperty("delta").TryGetProperty("content", out var text) ? text.GetString() : "")).ShouldBe("Hello.");
        var last = chunks[^2];
        last.GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("stop");
        last.GetProperty("agentbus").GetProperty("costUsd").GetDecimal().ShouldBe(0.001m);
        last.GetProperty("agentbus").GetProperty("model").GetString().ShouldBe("small");
        chunks[^1].GetProperty("usage").GetProperty("prompt_tokens").GetInt32().ShouldBe(1000);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_ends_with_an_error_event_and_not_as_if_it_were_whole()
    {
        await using var provider = await StandInProvider.StreamAsync(["Hel"], Task.CompletedTask, isWhole: false);
        await using var gateway = await GatewayHost.StartAsync(provider.Settings);

        using var response = await SendAsync(gateway, Request);
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var error = JsonElement.Parse(lines[^1]["data: ".Length..]).GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("answer_truncated");
        error.GetProperty("type").GetString().ShouldBe("api_error");
        lines.ShouldNotContain("data: [DONE]");
    }

    [Fact]
    public async Task A_failure_before_the_first_piece_is_an_ordinary_error()
    {
        await using var provider = await StandInProvider.StartAsync(429, "{}", "75");
        await using var gateway = await GatewayHost.StartAsync(provider.Settings);

        using var response = await SendAsync(gateway, Request);

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(75));
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("code").GetString().ShouldBe("rate_limited");
    }

    private static Task<HttpResponseMessage> SendAsync(GatewayHost gateway, string json) => gateway.Http.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(json, Encoding.UTF8, "application/json") }, HttpCompletionOption.ResponseHeadersRead);
}

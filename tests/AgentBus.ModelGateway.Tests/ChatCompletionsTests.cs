using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace AgentBus.ModelGateway.Tests;

public sealed class ChatCompletionsTests(OpenGateway open) : IClassFixture<OpenGateway>
{
    [Fact]
    public async Task The_answer_says_what_was_chosen_why_and_at_what_cost()
    {
        var (status, body) = await PostAsync(open.Host, """{"model":"auto","messages":[{"role":"user","content":[{"type":"text","text":"Hi!"}]}]}""");

        status.ShouldBe(HttpStatusCode.OK);
        var route = body.GetProperty("agentbus");
        route.GetProperty("model").GetString().ShouldBe("extractive");
        route.GetProperty("provider").GetString().ShouldBe("extractive");
        route.GetProperty("reason").GetString().ShouldBe("no model provider is configured");
        route.GetProperty("costUsd").GetDecimal().ShouldBe(0);
        route.GetProperty("latencyMs").GetDouble().ShouldBeGreaterThan(0);
        body.GetProperty("object").GetString().ShouldBe("chat.completion");
    }

    [Theory]
    [InlineData("""{"model":"auto","messages":[}""", "The body is not a chat completion request: at $.messages[0], line 1, byte 29.")]
    [InlineData("""{"model":7}""", "The body is not a chat completion request: at $.model, line 1, byte 11.")]
    [InlineData("null", "The body is null; send a chat completion request.")]
    [InlineData("""{"model":"auto"}""", "The request is not valid: 'messages' is missing; give at least one message.")]
    [InlineData("""{"messages":[{"role":"user","content":"Hi."}]}""", "The request is not valid: 'model' is missing; give a name, an alias, a tier or 'auto'.")]
    [InlineData("""{"model":"auto","messages":[{"role":"robot","content":"Hi."}]}""", "The request is not valid: 'messages[0].role' is 'robot'; give system, developer, user, assistant or tool.")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":[{"type":"image_url"}]}]}""", "The request is not valid: 'messages[0].content' has a part of type 'image_url' that cannot be read here; give text, image_url or input_audio.")]
    [InlineData("""{"model":"auto","n":2,"messages":[{"role":"user","content":"Hi."}]}""", "The request is not valid: 'n' is more than 1; this gateway gives one answer to a call.")]
    [InlineData("""{"model":"auto","max_tokens":0,"messages":[{"role":"user","content":"Hi."}]}""", "The request is not valid: 'max_tokens' must be positive.")]
    [InlineData("""{"model":"auto","response_format":{"type":"xml"},"messages":[{"role":"user","content":"Hi."}]}""", "The request is not valid: 'response_format.type' is 'xml'; give text, json_object or json_schema.")]
    public async Task A_bad_request_is_one_error_that_says_what_and_where(string request, string message)
    {
        var (status, body) = await PostAsync(open.Host, request);

        status.ShouldBe(HttpStatusCode.BadRequest);
        var error = body.GetProperty("error");
        error.GetProperty("message").GetString().ShouldBe(message);
        error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
        error.GetProperty("code").GetString().ShouldBe("invalid_request");
    }

    [Fact]
    public async Task A_body_over_ten_megabytes_is_refused()
    {
        var (status, body) = await PostAsync(open.Host, $$"""{"model":"auto","messages":[{"role":"user","content":"{{new string('a', 10 * 1024 * 1024)}}"}]}""");

        status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        body.GetProperty("error").GetProperty("code").GetString().ShouldBe("request_too_large");
    }

    [Fact]
    public async Task A_body_a_browser_could_post_from_any_page_is_refused()
    {
        using var response = await open.Host.Http.PostAsync("/v1/chat/completions", new StringContent("""{"model":"auto","messages":[{"role":"user","content":"Hi."}]}""", Encoding.UTF8, "text/plain"));

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_rate_limit_of_the_provider_comes_back_with_its_time()
    {
        await using var provider = await StandInProvider.StartAsync(429, "{}", "75");
        await using var gateway = await GatewayHost.StartAsync(provider.Settings);

        using var response = await gateway.Http.PostAsync("/v1/chat/completions", Json("""{"model":"auto","messages":[{"role":"user","content":"Hi."}]}"""));

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(75));
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("type").GetString().ShouldBe("rate_limit_error");
    }

    [Fact]
    public async Task A_repeated_call_under_one_idempotency_key_is_answered_once_by_the_provider()
    {
        await using var provider = await StandInProvider.StartAsync(200, """{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi."},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":2}}""");
        await using var gateway = await GatewayHost.StartAsync(provider.Settings);
        const string request = """{"model":"auto","messages":[{"role":"user","content":"Hi."}]}""";

        var (_, first) = await PostAsync(gateway, request, "run/step");
        var (_, again) = await PostAsync(gateway, request, "run/step");

        first.GetProperty("agentbus").GetProperty("repeated").GetBoolean().ShouldBeFalse();
        again.GetProperty("agentbus").GetProperty("repeated").GetBoolean().ShouldBeTrue();
        again.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString().ShouldBe("Hi.");
        provider.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task An_invalid_answer_says_what_it_cost()
    {
        await using var provider = await StandInProvider.StartAsync(200, """{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi."},"finish_reason":"stop"}],"usage":{"prompt_tokens":50000,"completion_tokens":0}}""");
        await using var gateway = await GatewayHost.StartAsync(provider.Settings);

        var (status, body) = await PostAsync(gateway, """{"model":"auto","response_format":{"type":"json_object"},"messages":[{"role":"user","content":"Hi."}]}""");

        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        body.GetProperty("error").GetProperty("code").GetString().ShouldBe("invalid_output");
        body.GetProperty("agentbus").GetProperty("costUsd").GetDecimal().ShouldBe(0.1m);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(GatewayHost gateway, string json, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = Json(json) };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        using var response = await gateway.Http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}

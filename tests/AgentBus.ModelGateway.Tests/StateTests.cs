using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace AgentBus.ModelGateway.Tests;

/// <summary>What the gateway tells of its models, and hints in headers.</summary>
public sealed class StateTests
{
    private const string Request = """{"model":"auto","messages":[{"role":"user","content":"Hi."}]}""";

    [Fact]
    public async Task The_state_shows_a_model_that_is_down_why_and_until_when()
    {
        await using var provider = await StandInProvider.StartAsync(402, """{"error":{"message":"add credit"}}""", "3600");
        await using var gateway = await GatewayHost.StartAsync(provider.Settings);
        await PostAsync(gateway, Request);

        var model = (await gateway.Http.GetFromJsonAsync<JsonElement>("/v1/models/state")).GetProperty("models")[0];

        model.GetProperty("model").GetString().ShouldBe("small");
        model.GetProperty("breaker").GetString().ShouldBe("open");
        model.GetProperty("openUntil").GetDateTimeOffset().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddMinutes(59));
        model.GetProperty("lastFailure").GetString().ShouldBe("The quota of provider 'local' is used up: add credit. Add credit there or take another model.");
        model.GetProperty("isReady").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task One_model_can_be_asked_for_by_name()
    {
        await using var provider = await StandInProvider.StartAsync(200, "{}");
        await using var gateway = await GatewayHost.StartAsync(provider.Settings);

        (await gateway.Http.GetFromJsonAsync<JsonElement>("/v1/models/small")).GetProperty("owned_by").GetString().ShouldBe("local");
        using var unknown = await gateway.Http.GetAsync("/v1/models/large");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Hints_come_in_headers_too_and_yield_to_the_metadata()
    {
        await using var gateway = await GatewayHost.StartAsync(new()
        {
            ["Models:Providers:far:Kind"] = "Simulated", ["Models:Providers:far:Simulated:Latency"] = "00:00:00", ["Models:Providers:far:IsLocal"] = "false",
            ["Models:Providers:near:Kind"] = "Simulated", ["Models:Providers:near:Simulated:Latency"] = "00:00:00",
            ["Models:Models:far:Provider"] = "far", ["Models:Models:near:Provider"] = "near",
        });

        (await ModelAsync(gateway, Request)).ShouldBe("far");
        (await ModelAsync(gateway, Request, ("AgentBus-Data-Policy", "local-only"))).ShouldBe("near");
        (await ModelAsync(gateway, Request.Replace("\"auto\"", "\"auto\",\"metadata\":{\"agentbus_data_policy\":\"any\"}", StringComparison.Ordinal), ("AgentBus-Data-Policy", "local-only"))).ShouldBe("far");
    }

    [Fact]
    public async Task Control_characters_in_a_prompt_are_carried_and_harm_nothing()
    {
        await using var provider = await StandInProvider.StartAsync(200, """{"choices":[{"index":0,"message":{"role":"assistant","content":"ok\u0007"},"finish_reason":"stop"}]}""");
        await using var gateway = await GatewayHost.StartAsync(provider.Settings);

        var body = await PostAsync(gateway, """{"model":"small","messages":[{"role":"user","content":"\u0000\u0007\u001b[2J\ud83d\ude00"}]}""");

        body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString().ShouldBe("ok\a");
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_refused_in_a_prompt_and_garbage_in_an_answer()
    {
        await using var provider = await StandInProvider.StartAsync(200, """{"choices":[{"index":0,"message":{"role":"assistant","content":"\ud800"},"finish_reason":"stop"}]}""");
        await using var gateway = await GatewayHost.StartAsync(provider.Settings);

        (await PostAsync(gateway, Request.Replace("Hi.", "\\ud800", StringComparison.Ordinal))).GetProperty("error").GetProperty("code").GetString().ShouldBe("invalid_request");
        (await PostAsync(gateway, Request)).GetProperty("error").GetProperty("code").GetString().ShouldBe("provider_garbage");
    }

    private static async Task<string?> ModelAsync(GatewayHost gateway, string json, params (string Name, string Value)[] headers) =>
        (await PostAsync(gateway, json, headers)).GetProperty("agentbus").GetProperty("model").GetString();

    private static async Task<JsonElement> PostAsync(GatewayHost gateway, string json, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await gateway.Http.SendAsync(request);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}

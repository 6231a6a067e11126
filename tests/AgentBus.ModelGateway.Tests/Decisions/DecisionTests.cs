using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace AgentBus.ModelGateway.Tests.Decisions;

/// <summary>What a decision tells of itself, and what calls went to.</summary>
public sealed class DecisionTests : IAsyncLifetime
{
    private StandInProvider _provider = null!;
    private GatewayHost _gateway = null!;

    public async Task InitializeAsync()
    {
        _provider = await StandInProvider.StartAsync(
            200, """{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi."},"finish_reason":"stop"}],"usage":{"prompt_tokens":100000,"completion_tokens":2}}""");
        _gateway = await GatewayHost.StartAsync(new Dictionary<string, string?>(_provider.Settings)
        {
            ["Models:Models:tight:Provider"] = "local",
            ["Models:Models:tight:ContextWindow"] = "10",
            ["Models:Models:tight:MaxOutputTokens"] = "5",
        });
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task A_decision_tells_candidates_obstacles_choice_and_what_it_was_worth()
    {
        var id = await AskAsync("acme");
        using var feedback = await _gateway.Http.PostAsync("/v1/feedback", Json($$"""{"decision":"{{id}}","quality":0.5,"tenant":"acme"}"""));
        feedback.StatusCode.ShouldBe(HttpStatusCode.OK);

        var decision = await WrittenAsync($"/v1/models/decisions/{id}?tenant=acme");

        decision.GetProperty("chosen").GetString().ShouldBe("small");
        decision.GetProperty("policy").GetString().ShouldBe("fixed");
        decision.GetProperty("stepType").GetString().ShouldBe("greeting");
        decision.GetProperty("propensity").GetDouble().ShouldBe(1);
        decision.GetProperty("why").GetString().ShouldNotBeNullOrEmpty();
        decision.GetProperty("outcome").GetString().ShouldBe("answered");
        decision.GetProperty("costUsd").GetDecimal().ShouldBe(0.1m);
        var candidates = decision.GetProperty("candidates").EnumerateArray().ToDictionary(c => c.GetProperty("model").GetString()!);
        candidates["small"].TryGetProperty("obstacle", out _).ShouldBeFalse();
        candidates["small"].GetProperty("costUsd").GetDecimal().ShouldBeGreaterThan(0);
        candidates["tight"].GetProperty("obstacle").GetString()!.ShouldContain("takes 10");
        var outcome = decision.GetProperty("outcomes").EnumerateArray().ShouldHaveSingleItem();
        (outcome.GetProperty("source").GetString(), outcome.GetProperty("quality").GetDouble()).ShouldBe(("feedback", 0.5));
    }

    [Fact]
    public async Task A_decision_of_another_tenant_is_not_found_and_what_is_none_is_refused()
    {
        var id = await AskAsync("acme");

        (await ErrorAsync($"/v1/models/decisions/{id}")).ShouldBe((HttpStatusCode.NotFound, "decision_not_found"));
        (await ErrorAsync($"/v1/models/decisions/{id}?tenant=other")).ShouldBe((HttpStatusCode.NotFound, "decision_not_found"));
        (await ErrorAsync("/v1/models/decisions/latest")).ShouldBe((HttpStatusCode.BadRequest, "invalid_request"));
        (await ErrorAsync("/v1/models/decisions?run=latest")).ShouldBe((HttpStatusCode.BadRequest, "invalid_request"));
        (await ErrorAsync("/v1/models/decisions?limit=0")).ShouldBe((HttpStatusCode.BadRequest, "invalid_request"));
        (await ErrorAsync("/v1/models/usage?hours=0")).ShouldBe((HttpStatusCode.BadRequest, "invalid_request"));
    }

    [Fact]
    public async Task Usage_adds_up_what_the_tenants_calls_went_to()
    {
        await AskAsync("acme");
        await AskAsync("acme");

        var used = (await _gateway.Http.GetFromJsonAsync<JsonElement>("/v1/models/usage?tenant=acme")).GetProperty("models").EnumerateArray().ShouldHaveSingleItem();

        used.ToString().ShouldBe("""{"model":"small","calls":2,"failed":0,"costUsd":0.2}""");
        (await _gateway.Http.GetFromJsonAsync<JsonElement>("/v1/models/usage")).GetProperty("models").GetArrayLength().ShouldBe(0);
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private async Task<string> AskAsync(string tenant)
    {
        using var response = await _gateway.Http.PostAsync(
            "/v1/chat/completions",
            Json($$"""{"model":"auto","max_tokens":4,"messages":[{"role":"user","content":"Say something long enough for ten tokens, please."}],"metadata":{"agentbus_tenant":"{{tenant}}","agentbus_step_type":"greeting"} }"""));
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("agentbus").GetProperty("decision").GetString()!;
        await WrittenAsync($"/v1/models/decisions/{id}?tenant={tenant}");
        return id;
    }

    /// <summary>Decisions are written beside the call, a moment after its answer.</summary>
    private async Task<JsonElement> WrittenAsync(string path)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10), TimeProvider.System);
        while (true)
        {
            using var response = await _gateway.Http.GetAsync(path, limit.Token);
            if (response.StatusCode != HttpStatusCode.NotFound)
            {
                return await response.Content.ReadFromJsonAsync<JsonElement>(limit.Token);
            }
        }
    }

    private async Task<(HttpStatusCode, string?)> ErrorAsync(string path)
    {
        using var response = await _gateway.Http.GetAsync(path);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("code").GetString());
    }
}

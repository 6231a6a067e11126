using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AgentBus.Models.Budgets;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.ModelGateway.Tests;

/// <summary>What is wrong with a request or an answer is one error with a code and what to do; nothing is charged for what did not run, and nothing stays held.</summary>
public sealed class BadInputTests
{
    private const string Hi = """{"model":"auto","max_tokens":100,"messages":[{"role":"user","content":"Hi."}]}""";

    [Theory]
    [InlineData("""{"model":"gpt-9","messages":[{"role":"user","content":"Hi."}]}""", 404, "model_not_found", "Known are: auto, small, extractive")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"Hi."}],"tools":[{"type":"function","function":{"name":"f"}}]}""", 400, "no_eligible_model", "leave the tools out")]
    [InlineData("""{"model":"small","messages":[{"role":"user","content":"Hi."}],"tools":[{"type":"function","function":{"name":"f"}}]}""", 400, "no_eligible_model", "leave the tools out")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"Hi."}],"metadata":{"agentbus_max_cost_usd":"0.000001"}}""", 402, "budget_exceeded", "lower max_tokens")]
    [InlineData("""{"model":"auto","max_tokens":120000,"messages":[{"role":"user","content":"Hi."}]}""", 402, "budget_exceeded", "Ask for fewer tokens")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"Hi."}],"metadata":{"agentbus_tenant":"a\u0000b"}}""", 400, "invalid_request", "agentbus_tenant")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"Hi."}],"metadata":{"agentbus_max_cost":"0.01"}}""", 400, "invalid_request", "There is no hint 'agentbus_max_cost'; there are agentbus_agent, ")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"Hi."}],"metadata":{"agentbus_deadline":"soon"}}""", 400, "invalid_request", "an instant with its offset")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"Hi."}],"temperature":1e999}""", 400, "invalid_request", "'temperature' is out of range")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"Hi."}],"top_p":-1e40}""", 400, "invalid_request", "'top_p' is out of range")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"Hi."}],"n":0}""", 400, "invalid_request", "one answer")]
    [InlineData("""{"model":"auto","messages":[null]}""", 400, "invalid_request", "'messages[0]' is null")]
    [InlineData("""{"model":"auto","messages":[{"role":"assistant","tool_calls":[null]}]}""", 400, "invalid_request", "'messages[0].tool_calls'")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"Hi."}],"metadata":{"agentbus_max_cost_usd":"1e28"}}""", 400, "invalid_request", "agentbus_max_cost_usd")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"Hi."}],"response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"title":"\ud800"}}}}""", 400, "invalid_request", "not valid Unicode")]
    public async Task What_cannot_be_served_costs_nothing_and_says_what_to_do(string request, int status, string code, string words)
    {
        await using var provider = await StandInProvider.StartAsync(200, Completion(10, 2));
        await using var gateway = await GatewayHost.StartAsync(Settings(provider));

        var (answered, body) = await PostAsync(gateway, request);

        ((int)answered, body.GetProperty("error").GetProperty("code").GetString()).ShouldBe((status, code));
        body.GetProperty("error").GetProperty("message").GetString()!.ShouldContain(words);
        provider.Calls.ShouldBe(0);
        (await LineAsync(gateway)).ShouldBe((0m, 0m));
    }

    [Fact]
    public async Task A_prompt_over_every_window_says_so_even_at_ten_megabytes()
    {
        await using var provider = await StandInProvider.StartAsync(200, Completion(10, 2));
        await using var gateway = await GatewayHost.StartAsync(Settings(provider));
        var prompt = new string('\u0001', 1_700_000);

        var (status, body) = await PostAsync(gateway, $$"""{"model":"auto","messages":[{"role":"user","content":{{JsonSerializer.Serialize(prompt)}}}]}""");

        status.ShouldBe(HttpStatusCode.BadRequest);
        body.GetProperty("error").GetProperty("code").GetString().ShouldBe("context_length_exceeded");
        body.GetProperty("error").GetProperty("message").GetString()!.ShouldContain("shorten it or take a model with a larger window");
        provider.Calls.ShouldBe(0);
        (await LineAsync(gateway)).ShouldBe((0m, 0m));
    }

    [Theory]
    [InlineData("/v1/batches?limit=-1", "limit is '-1'")]
    [InlineData("/v1/batches?limit=many", "limit is 'many'")]
    [InlineData("/v1/batches?after=%00", "U+0000")]
    [InlineData("/v1/models/spend?tenant=a%00", "U+0000")]
    public async Task A_query_that_cannot_be_read_is_refused(string address, string words)
    {
        await using var provider = await StandInProvider.StartAsync(200, Completion(10, 2));
        await using var gateway = await GatewayHost.StartAsync(Settings(provider));

        using var response = await gateway.Http.GetAsync(address);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("invalid_request");
        error.GetProperty("message").GetString()!.ShouldContain(words);
    }

    [Fact]
    public async Task A_hint_of_a_hundred_kilobytes_is_refused()
    {
        await using var provider = await StandInProvider.StartAsync(200, Completion(10, 2));
        await using var gateway = await GatewayHost.StartAsync(Settings(provider));

        var (status, body) = await PostAsync(gateway, $$$"""{"model":"auto","messages":[{"role":"user","content":"Hi."}],"metadata":{"agentbus_agent":"{{{new string('k', 100_000)}}}"}}""");

        status.ShouldBe(HttpStatusCode.BadRequest);
        body.GetProperty("error").GetProperty("message").GetString()!.ShouldStartWith("The hint 'agentbus_agent' is 'kkk");
    }

    [Theory]
    [InlineData(-5, 2)]
    [InlineData(10, -900_000)]
    [InlineData(10, long.MaxValue)]
    [InlineData(10, 5_000_000)]
    [InlineData(5_000_000, 2)]
    [InlineData(0, 0)]
    public async Task An_answer_with_nonsense_for_a_count_of_tokens_is_charged_at_the_most_it_can_have_been(long input, long output)
    {
        await using var provider = await StandInProvider.StartAsync(200, Completion(input, output));
        await using var gateway = await GatewayHost.StartAsync(Settings(provider));

        var (status, body) = await PostAsync(gateway, Hi);

        status.ShouldBe(HttpStatusCode.OK);
        body.GetProperty("usage").GetProperty("completion_tokens").GetInt64().ShouldBeInRange(1, 100);
        var (spent, reserved) = await LineAsync(gateway);
        spent.ShouldBe(body.GetProperty("agentbus").GetProperty("costUsd").GetDecimal());
        spent.ShouldBeInRange(0.000001m, 0.001m);
        reserved.ShouldBe(0m);
    }

    [Theory]
    [InlineData(200, "<html>", "provider_garbage", 502)]
    [InlineData(200, """{"choices":[{"index":0,"message":{"role":"assi""", "provider_garbage", 502)]
    [InlineData(200, "[]", "provider_garbage", 502)]
    [InlineData(200, "null", "provider_garbage", 502)]
    [InlineData(500, "{}", "provider_unavailable", 503)]
    [InlineData(402, "{}", "provider_quota", 402)]
    [InlineData(401, "{}", "provider_key", 502)]
    [InlineData(400, "{}", "provider_refused", 400)]
    public async Task What_a_provider_says_that_is_no_answer_costs_nothing(int status, string said, string code, int expected)
    {
        await using var provider = await StandInProvider.StartAsync(status, said);
        await using var gateway = await GatewayHost.StartAsync(Settings(provider));

        var (answered, body) = await PostAsync(gateway, Hi);

        ((int)answered, body.GetProperty("error").GetProperty("code").GetString()).ShouldBe((expected, code));
        var message = body.GetProperty("error").GetProperty("message").GetString()!;
        message.ShouldNotContain("..");
        message.Split(". ").Length.ShouldBeGreaterThan(code == "provider_key" ? 0 : 1, "it says what to do");
        body.TryGetProperty("agentbus", out _).ShouldBeFalse();
        (await LineAsync(gateway)).ShouldBe((0m, 0m));
    }

    [Fact]
    public async Task When_all_models_are_down_it_is_told_when_to_come_again()
    {
        await using var provider = await StandInProvider.StartAsync(500, "{}");
        var settings = Settings(provider);
        settings["Models:Models:other:Provider"] = "local";
        await using var gateway = await GatewayHost.StartAsync(settings);
        for (var i = 0; i < 3; i++)
        {
            await PostAsync(gateway, Hi);
        }

        var calls = provider.Calls;
        using var response = await gateway.Http.PostAsync("/v1/chat/completions", new StringContent(Hi, Encoding.UTF8, "application/json"));

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 30);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("code").GetString().ShouldBe("all_models_down");
        provider.Calls.ShouldBe(calls, "they are known to be down");
        (await LineAsync(gateway)).ShouldBe((0m, 0m));
    }

    [Fact]
    public async Task A_stream_that_is_cut_short_is_charged_for_what_came_and_holds_nothing()
    {
        await using var provider = await StandInProvider.StreamAsync(["Hel"], Task.CompletedTask, isWhole: false);
        await using var gateway = await GatewayHost.StartAsync(Settings(provider));

        using var response = await gateway.Http.PostAsync("/v1/chat/completions", new StringContent(Hi.Replace("\"auto\"", "\"auto\",\"stream\":true", StringComparison.Ordinal), Encoding.UTF8, "application/json"));
        (await response.Content.ReadAsStringAsync()).ShouldContain("answer_truncated");

        var (spent, reserved) = await LineAsync(gateway);
        spent.ShouldBeInRange(0.000001m, 0.0002m);
        reserved.ShouldBe(0m);
    }

    [Theory]
    [InlineData("POST", "/v1/embeddings")]
    [InlineData("GET", "/v1/chat/completions")]
    [InlineData("DELETE", "/v1/models/small")]
    public async Task An_address_that_there_is_not_is_an_error_that_clients_can_show(string method, string path)
    {
        await using var gateway = await GatewayHost.StartAsync();

        using var response = await gateway.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("unknown_url");
        error.GetProperty("message").GetString()!.ShouldStartWith($"There is no {method} {path} here.");
    }

    private static string Completion(long input, long output) =>
        $$$"""{"choices":[{"index":0,"message":{"role":"assistant","content":"Done."},"finish_reason":"stop"}],"usage":{"prompt_tokens":{{{input}}},"completion_tokens":{{{output}}}} }""";

    private static Dictionary<string, string?> Settings(StandInProvider provider) => new(provider.Settings)
    {
        ["Models:Providers:local:Retries"] = "0",
        ["Models:Models:small:OutputUsdPerMillion"] = "1",
        ["Models:Models:small:Tools"] = "false",
        ["Models:Budgets:0:Scope"] = "tenant",
        ["Models:Budgets:0:LimitUsd"] = "0.1",
    };

    private static async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(GatewayHost gateway, string json)
    {
        using var response = await gateway.Http.PostAsync("/v1/chat/completions", new StringContent(json, Encoding.UTF8, "application/json"));
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Spent and held of the tenant.</summary>
    private static async Task<(decimal Spent, decimal Reserved)> LineAsync(GatewayHost gateway)
    {
        var line = (await gateway.Services.GetRequiredService<IBudgetLedger>().ReadAsync([BudgetScope.Parse("tenant/default/")], default)).SingleOrDefault();
        return (line?.SpentUsd ?? 0, line?.ReservedUsd ?? 0);
    }
}

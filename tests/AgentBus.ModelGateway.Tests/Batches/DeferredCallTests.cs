using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace AgentBus.ModelGateway.Tests.Batches;

/// <summary>A call of a step that has time goes into a batch, and the same call made again gets its answer.</summary>
public sealed class DeferredCallTests
{
    private const string Completion = """{"choices":[{"index":0,"message":{"role":"assistant","content":"Done."},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":10}}""";

    [Fact]
    public async Task It_is_told_when_to_come_again_and_then_has_its_answer_paid_once()
    {
        await using var provider = await StandInProvider.StartAsync(200, Completion);
        await using var gateway = await GatewayHost.StartAsync(Settings(provider));

        using var first = await AskAsync(gateway);
        first.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        first.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(30));
        (await first.Content.ReadAsStringAsync()).ShouldContain("\"deferred\"");

        var answer = await UntilAsync(gateway);
        answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString().ShouldBe("Done.");
        answer.GetProperty("agentbus").GetProperty("costUsd").GetDecimal().ShouldBe(0.001m);
        answer.GetProperty("agentbus").GetProperty("reason").GetString()!.ShouldStartWith("in a batch");
        provider.Calls.ShouldBe(1);
        var spend = await gateway.Http.GetFromJsonAsync<JsonElement>("/v1/models/spend?scope=run");
        spend.GetProperty("items")[0].GetProperty("spentUsd").GetDecimal().ShouldBe(0.001m, "its run pays");
    }

    [Fact]
    public async Task Its_error_comes_the_same_way()
    {
        await using var provider = await StandInProvider.StartAsync(400, """{"error":{"message":"no such thing","code":"bad"}}""");
        await using var gateway = await GatewayHost.StartAsync(Settings(provider));

        (await UntilAsync(gateway)).GetProperty("error").GetProperty("code").GetString().ShouldBe("provider_refused");
        provider.Calls.ShouldBe(1);
    }

    [Theory]
    [InlineData("agentbus_deadline", "")]
    [InlineData("agentbus_deadline", "near")]
    [InlineData("agentbus_idempotency_key", "")]
    [InlineData("agentbus_step", "")]
    public async Task A_call_without_time_or_without_a_step_is_made_at_once(string hint, string value)
    {
        await using var provider = await StandInProvider.StartAsync(200, Completion);
        await using var gateway = await GatewayHost.StartAsync(Settings(provider));

        using var answer = await AskAsync(gateway, hint, value == "near" ? Later(TimeSpan.FromMinutes(5)) : value);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nothing_is_deferred_unless_it_is_configured()
    {
        await using var provider = await StandInProvider.StartAsync(200, Completion);
        await using var gateway = await GatewayHost.StartAsync(provider.Settings);

        using var answer = await AskAsync(gateway);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Where_no_batch_got_to_it_in_time_it_is_made_at_once()
    {
        await using var provider = await StandInProvider.StartAsync(200, Completion);
        var settings = Settings(provider);
        settings["ModelGateway:Batches:Concurrency"] = "0";
        await using var gateway = await GatewayHost.StartAsync(settings);
        using var first = await AskAsync(gateway);
        first.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        var batch = (await gateway.Http.GetFromJsonAsync<JsonElement>("/v1/batches")).GetProperty("data")[0].GetProperty("id").GetString();

        await gateway.Http.PostAsync($"/v1/batches/{batch}/cancel", null);

        using var again = await AskAsync(gateway);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        provider.Calls.ShouldBe(1);
    }

    private static Dictionary<string, string?> Settings(StandInProvider provider)
    {
        var settings = provider.Settings;
        settings["Models:Defer:From"] = "01:00:00";
        settings["Models:Defer:Poll"] = "00:00:30";
        return settings;
    }

    private static string Later(TimeSpan time) => (TimeProvider.System.GetUtcNow() + time).ToString("O", CultureInfo.InvariantCulture);

    private static async Task<JsonElement> UntilAsync(GatewayHost gateway)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (true)
        {
            using var answer = await AskAsync(gateway);
            if (answer.StatusCode != HttpStatusCode.TooManyRequests)
            {
                return await answer.Content.ReadFromJsonAsync<JsonElement>();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }

    private static Task<HttpResponseMessage> AskAsync(GatewayHost gateway, string? hint = null, string value = "")
    {
        var metadata = new Dictionary<string, string>
        {
            ["agentbus_idempotency_key"] = "run/step", ["agentbus_run"] = "11111111-1111-1111-1111-111111111111", ["agentbus_step"] = "/do/0#1", ["agentbus_deadline"] = Later(TimeSpan.FromHours(3)),
        };
        if (hint is not null)
        {
            metadata[hint] = value;
        }

        return gateway.Http.PostAsJsonAsync("/v1/chat/completions", new { model = "auto", max_tokens = 10, messages = new[] { new { role = "user", content = "Hello?" } }, metadata });
    }
}

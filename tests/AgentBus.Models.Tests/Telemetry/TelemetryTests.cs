using System.Diagnostics;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Tests.Gateway;
using AgentBus.Models.Tests.Providers;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Tests.Telemetry;

public sealed class TelemetryTests
{
    private const string Completion = """{"id":"c1","choices":[{"index":0,"message":{"role":"assistant","content":"SECRET answer"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":100}}""";

    [Fact]
    public async Task A_call_is_one_span_with_a_child_for_each_try_and_holds_nothing_that_was_said()
    {
        await using var server = await StandIn.StartAsync();
        server.ThenJson("{}", 500, "0").ThenJson(Completion);
        using var host = new Host(ProviderKind.OpenAI, server.Url);
        using var seen = new SpanCapture();

        await host.AskAsync(new ChatOptions { ModelId = "best" }, "SECRET question");

        var call = seen.Call;
        call.DisplayName.ShouldBe("chat best");
        call.Tags().ShouldContain(("gen_ai.provider.name", "main"), ("gen_ai.response.model", "big"), ("gen_ai.usage.input_tokens", "1000"), ("agentbus.cost.usd", "0.003"));
        var tries = seen.Below(call);
        tries.Select(t => t.GetTagItem("error.type")).ShouldBe(["provider_unavailable", null]);
        tries.Select(t => t.GetTagItem("agentbus.attempt")).ShouldBe([1, 2]);
        tries.ShouldAllBe(t => t.Kind == ActivityKind.Client && (string)t.GetTagItem("gen_ai.provider.name")! == "main" && (string)t.GetTagItem("gen_ai.request.model")! == "vendor-big-1");
        tries.ShouldAllBe(t => (int)t.GetTagItem("server.port")! == new Uri(server.Url).Port);
        tries[1].Tags().ShouldContain(("gen_ai.usage.input_tokens", "1000"), ("gen_ai.usage.output_tokens", "100"), ("gen_ai.response.id", "c1"));
        seen.All.SelectMany(s => s.TagObjects).ShouldAllBe(t => !$"{t.Value}".Contains("SECRET") && !$"{t.Value}".Contains(Host.Key));
        seen.All.SelectMany(s => s.TagObjects).ShouldAllBe(t => !t.Key.StartsWith("gen_ai.usage.cost"), "they are asked for by a setting");
    }

    [Fact]
    public async Task Cost_by_the_coming_names_is_on_each_try_where_it_is_asked_for()
    {
        await using var server = await StandIn.StartAsync();
        server.ThenJson("{}", 500, "0").ThenJson(Completion);
        using var host = new Host(ProviderKind.OpenAI, server.Url, ("Models:CostInSpans", "true"));
        using var seen = new SpanCapture();

        await host.AskAsync(new ChatOptions { ModelId = "best" });

        var tries = seen.Below(seen.Call);
        tries[0].GetTagItem("gen_ai.usage.cost.amount").ShouldBeNull("nothing was paid");
        tries[1].Tags().ShouldContain(("gen_ai.usage.cost.amount", "0.003"), ("gen_ai.usage.cost.currency", "USD"), ("gen_ai.usage.cost.source", "local"));
        seen.Call.GetTagItem("gen_ai.usage.cost.amount").ShouldBeNull("a parent would count it twice");
    }

    [Fact]
    public async Task The_call_tells_how_it_was_routed_and_whose_it_is()
    {
        await using var server = await StandIn.StartAsync();
        server.ThenJson(Completion);
        using var host = new Host(ProviderKind.OpenAI, server.Url);
        var run = Guid.NewGuid();
        using var seen = new SpanCapture();

        var answer = await host.AskAsync(new ChatOptions
        {
            MaxOutputTokens = 50, Seed = 7,
            AdditionalProperties = new()
            {
                ["agentbus_run"] = run, ["agentbus_step"] = "/do/0#1", ["agentbus_agent"] = "research", ["agentbus_workflow"] = "demo/briefing", ["agentbus_tenant"] = "acme",
                ["agentbus_objective"] = "cost",
            },
        });

        seen.Call.Tags().ShouldContain(
            ("agentbus.route.policy", "balanced"), ("agentbus.route.arm", "big"), ("agentbus.route.propensity", "1"), ("agentbus.route.explore", "False"),
            ("agentbus.route.decision", $"{answer.AdditionalProperties!["agentbus.decision"]}"), ("agentbus.route.reason", (string)answer.AdditionalProperties["agentbus.reason"]!),
            ("gen_ai.conversation.id", $"{run}"), ("gen_ai.agent.name", "research"), ("gen_ai.workflow.name", "demo/briefing"), ("agentbus.tenant", "acme"),
            ("agentbus.step", "/do/0#1"), ("gen_ai.request.max_tokens", "50"), ("gen_ai.request.seed", "7"));
        seen.Call.GetTagItem("agentbus.route.version").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_stream_tells_the_time_to_its_first_piece()
    {
        await using var server = await StandIn.StartAsync();
        server.ThenStream([Said.Piece("Hel"), Said.Piece("lo."), Said.End, Said.Usage, Said.Done]);
        using var host = new Host(ProviderKind.OpenAI, server.Url, ("Models:Models:streamed:Provider", "main"));
        using var seen = new SpanCapture();
        using var measured = new MetricCapture("streamed");

        await foreach (var _ in host.Client.GetStreamingResponseAsync("Hello?", new ChatOptions { ModelId = "streamed" }))
        {
            // To its end.
        }

        seen.Call.Tags().ShouldContain(("gen_ai.request.stream", "True"));
        ((double)seen.Call.GetTagItem("gen_ai.response.time_to_first_chunk")!).ShouldBeGreaterThan(0);
        seen.Below(seen.Call).Count.ShouldBe(1);
        measured.Names.Count(name => name == "gen_ai.client.operation.time_to_first_chunk").ShouldBe(1);
        measured.Names.ShouldContain("gen_ai.client.operation.time_per_output_chunk");
    }

    [Fact]
    public async Task A_call_that_fails_tells_why_and_a_made_up_name_makes_no_series_of_its_own()
    {
        using var host = new Host(ProviderKind.OpenAI, "http://127.0.0.1:9");
        using var seen = new SpanCapture();
        using var measured = new MetricCapture("gpt-9");
        using var others = new MetricCapture("_OTHER");

        await host.FailAsync(new ChatOptions { ModelId = "gpt-9" });

        seen.Call.Status.ShouldBe(ActivityStatusCode.Error);
        seen.Call.Tags().ShouldContain(("error.type", "model_not_found"));
        seen.Below(seen.Call).ShouldBeEmpty();
        measured.Names.ShouldBeEmpty();
        others.Names.ShouldContain("gen_ai.client.operation.duration");
    }

    [Fact]
    public async Task Tokens_money_and_time_are_counted_by_model()
    {
        await using var server = await StandIn.StartAsync();
        server.ThenJson(Completion);
        using var host = new Host(ProviderKind.OpenAI, server.Url, ("Models:Models:metered:Provider", "main"), ("Models:Models:metered:OutputUsdPerMillion", "10"));
        using var measured = new MetricCapture("metered");

        await host.AskAsync(new ChatOptions { ModelId = "metered" });

        measured.All.Where(m => m.Name != "gen_ai.client.operation.duration").ShouldBe([("gen_ai.client.token.usage input", 1000), ("gen_ai.client.token.usage output", 100), ("agentbus.models.cost", 0.001)]);
        measured.All.ShouldContain(m => m.Name == "gen_ai.client.operation.duration" && m.Value > 0);
    }
}

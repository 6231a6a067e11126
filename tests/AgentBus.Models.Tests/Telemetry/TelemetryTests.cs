using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Telemetry;
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
        using var root = new Activity("test").Start();
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == ModelsTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a => Keep(spans, a, root),
        };
        ActivitySource.AddActivityListener(listener);

        await host.AskAsync(new ChatOptions { ModelId = "best" }, "SECRET question");

        var call = spans.Single(s => s.ParentSpanId == root.SpanId);
        call.DisplayName.ShouldBe("chat best");
        call.Tags().ShouldContain(("gen_ai.provider.name", "main"), ("gen_ai.response.model", "big"), ("gen_ai.usage.input_tokens", "1000"), ("gen_ai.usage.cost.amount", "0.003"));
        var tries = spans.Where(s => s.ParentSpanId == call.SpanId).ToList();
        tries.Select(t => t.GetTagItem("error.type")).ShouldBe(["provider_unavailable", null]);
        tries.Select(t => t.GetTagItem("agentbus.attempt")).ShouldBe([1, 2]);
        spans.SelectMany(s => s.TagObjects).ShouldAllBe(t => !$"{t.Value}".Contains("SECRET") && !$"{t.Value}".Contains(Host.Key));
    }

    [Fact]
    public async Task Tokens_money_and_time_are_counted_by_model()
    {
        await using var server = await StandIn.StartAsync();
        server.ThenJson(Completion);
        using var host = new Host(ProviderKind.OpenAI, server.Url, ("Models:Models:metered:Provider", "main"), ("Models:Models:metered:OutputUsdPerMillion", "10"));
        var measured = new ConcurrentQueue<(string Name, double Value)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == ModelsTelemetry.Name)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Keep(measured, i, value, tags));
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Keep(measured, i, value, tags));
        listener.Start();

        await host.AskAsync(new ChatOptions { ModelId = "metered" });

        measured.Where(m => m.Name != "gen_ai.client.operation.duration").ShouldBe([("gen_ai.client.token.usage input", 1000), ("gen_ai.client.token.usage output", 100), ("agentbus.models.cost", 0.001)]);
        measured.ShouldContain(m => m.Name == "gen_ai.client.operation.duration" && m.Value > 0);
    }

    private static void Keep(ConcurrentQueue<Activity> spans, Activity span, Activity root)
    {
        if (span.TraceId == root.TraceId)
        {
            spans.Enqueue(span);
        }
    }

    private static void Keep(ConcurrentQueue<(string Name, double Value)> measured, Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var byName = tags.ToArray().ToDictionary(t => t.Key, t => t.Value?.ToString());
        if (byName.GetValueOrDefault("gen_ai.request.model") == "metered")
        {
            measured.Enqueue(($"{instrument.Name} {byName.GetValueOrDefault("gen_ai.token.type")}".Trim(), value));
        }
    }
}

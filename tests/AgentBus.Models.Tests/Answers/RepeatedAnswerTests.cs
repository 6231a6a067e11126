using AgentBus.Models.Answers;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using AgentBus.Models.Tests.Providers;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Tests.Answers;

/// <summary>A repeated attempt is answered from the store and not paid twice.</summary>
public sealed class RepeatedAnswerTests : IAsyncLifetime
{
    private const string First = """{"choices":[{"index":0,"message":{"role":"assistant","content":"First."},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}}""";
    private static readonly string Second = First.Replace("First", "Second", StringComparison.Ordinal);

    private StandIn _server = null!;
    private Host _host = null!;

    public async Task InitializeAsync()
    {
        _server = await StandIn.StartAsync();
        _host = new Host(ProviderKind.OpenAI, $"{_server.Url}/v1");
        _server.ThenJson(First).ThenJson(Second);
    }

    public async Task DisposeAsync()
    {
        _host.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_same_request_under_the_same_key_is_paid_once()
    {
        var first = await _host.AskAsync(Under("run-1/step-1"));
        var again = await _host.AskAsync(Under("run-1/step-1"));

        again.Text.ShouldBe("First.");
        again.FinishReason.ShouldBe(ChatFinishReason.Stop);
        first.AdditionalProperties![AnswerProperties.CostUsd].ShouldBe(0.003m);
        again.AdditionalProperties![AnswerProperties.CostUsd].ShouldBe(0m);
        again.AdditionalProperties[AnswerProperties.Repeated].ShouldBe(true);
        again.AdditionalProperties[AnswerProperties.Model].ShouldBe("big");
        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_key_another_question_another_option_or_another_tenant_is_another_call()
    {
        await _host.AskAsync(Under("run-1/step-1"));
        var other = Under("run-1/step-1");
        other.Temperature = 0.5f;

        (await _host.AskAsync(Under("run-1/step-2"))).Text.ShouldBe("Second.");
        (await _host.AskAsync(Under("run-1/step-1"), "Say goodbye.")).Text.ShouldBe("Second.");
        (await _host.AskAsync(other)).Text.ShouldBe("Second.");
        (await _host.AskAsync(Under("run-1/step-1", "acme"))).Text.ShouldBe("Second.");
        _server.Requests.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Without_a_key_nothing_is_kept()
    {
        await _host.AskAsync();

        (await _host.AskAsync()).Text.ShouldBe("Second.");
    }

    [Fact]
    public async Task A_failed_call_is_not_kept()
    {
        await using var server = await StandIn.StartAsync();
        using var host = new Host(ProviderKind.OpenAI, server.Url);
        server.ThenJson("{}", 400).ThenJson(First);

        await Should.ThrowAsync<ModelException>(() => host.AskAsync(Under("run-1/step-1")));

        (await host.AskAsync(Under("run-1/step-1"))).Text.ShouldBe("First.");
    }

    [Fact]
    public async Task An_answer_is_kept_until_its_time_and_the_first_of_two_stays()
    {
        var time = new StoppedTime();
        var store = new InMemoryAnswerStore(time);
        var key = new AnswerKey("default", "k", "h");
        var answer = new StoredAnswer("m", "p", "r", 1, "{}");
        await store.SaveAsync(key, answer, time.Now + TimeSpan.FromHours(24), default);
        await store.SaveAsync(key, answer with { Model = "late" }, time.Now + TimeSpan.FromHours(48), default);

        time.Now += TimeSpan.FromHours(24) - TimeSpan.FromTicks(1);
        (await store.FindAsync(key, default)).ShouldBe(answer);
        time.Now += TimeSpan.FromTicks(1);
        (await store.FindAsync(key, default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_full_store_gives_up_the_answers_nearest_to_their_end()
    {
        var time = new StoppedTime();
        var store = new InMemoryAnswerStore(time);
        for (var i = 0; i <= InMemoryAnswerStore.MaxAnswers; i++)
        {
            await store.SaveAsync(new AnswerKey("default", $"{i}", "h"), new StoredAnswer("m", "p", "r", 1, "{}"), time.Now + TimeSpan.FromSeconds(i + 1), default);
        }

        (await store.FindAsync(new AnswerKey("default", "0", "h"), default)).ShouldBeNull();
        (await store.FindAsync(new AnswerKey("default", $"{InMemoryAnswerStore.MaxAnswers}", "h"), default)).ShouldNotBeNull();
    }

    private static ChatOptions Under(string key, string tenant = "default") =>
        new() { AdditionalProperties = new() { [HintNames.IdempotencyKey] = key, [HintNames.Tenant] = tenant } };

    private sealed class StoppedTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

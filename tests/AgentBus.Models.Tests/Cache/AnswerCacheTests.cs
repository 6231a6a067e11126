using AgentBus.Models.Answers;
using AgentBus.Models.Decisions;
using AgentBus.Models.Gateway;
using AgentBus.Models.Tests.Gateway;
using AgentBus.Models.Tests.Providers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Models.Tests.Cache;

/// <summary>An answer serves other calls where that is allowed, costs them nothing, and never serves where it could be wrong.</summary>
public sealed class AnswerCacheTests : IAsyncLifetime
{
    private StandIn _server = null!;

    public async Task InitializeAsync() => _server = await StandIn.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task The_same_request_is_asked_once_and_then_costs_nothing()
    {
        using var gateway = Gateway("Exact");
        _server.ThenJson(Said.Answer("First.")).ThenJson(Said.Answer("Second."));

        var first = await gateway.AskAsync();
        var again = await gateway.AskAsync();

        first.AdditionalProperties![AnswerProperties.Cache].ShouldBe("miss");
        first.AdditionalProperties[AnswerProperties.CostUsd].ShouldBe(0.002m);
        again.Text.ShouldBe("First.");
        again.AdditionalProperties![AnswerProperties.Cache].ShouldBe("hit");
        again.AdditionalProperties[AnswerProperties.CostUsd].ShouldBe(0m);
        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_is_served_unless_the_configuration_or_the_call_wants_it()
    {
        using var off = Gateway("Off");
        _server.ThenJson(Said.Answer("First.")).ThenJson(Said.Answer("Second.")).ThenJson(Said.Answer("Third."));

        (await off.AskAsync()).AdditionalProperties!.ContainsKey(AnswerProperties.Cache).ShouldBeFalse();
        (await off.AskAsync(hints: (HintNames.Cache, "exact"))).Text.ShouldBe("Second.", "it was not kept before");
        (await off.AskAsync(hints: (HintNames.Cache, "exact"))).Text.ShouldBe("Second.");

        off.Change(("Cache:Mode", "Exact"));
        (await off.AskAsync(hints: (HintNames.Cache, "off"))).Text.ShouldBe("Third.");
        (await off.FailAsync(hints: (HintNames.Cache, "yes"))).Error.Message.ShouldContain("off, exact or near");
    }

    [Theory]
    [InlineData(HintNames.StepType)]
    [InlineData(HintNames.Workflow)]
    [InlineData(HintNames.Agent)]
    public async Task A_step_type_a_workflow_or_an_agent_has_its_own_mode(string hint)
    {
        using var gateway = Gateway("Off", ("Cache:StepTypes:faq", "Exact"));
        _server.ThenJson(Said.Answer("First.")).ThenJson(Said.Answer("Second."));

        await gateway.AskAsync(hints: (hint, "faq"));
        (await gateway.AskAsync(hints: (hint, "faq"))).Text.ShouldBe("First.");
        (await gateway.AskAsync(hints: (hint, "other"))).Text.ShouldBe("Second.");
    }

    [Theory]
    [InlineData(HintNames.Tenant, "acme")]
    [InlineData(HintNames.StepVersion, "2")]
    [InlineData(HintNames.StepType, "other")]
    [InlineData(HintNames.Objective, "quality")]
    [InlineData(HintNames.MinQuality, "0.4")]
    [InlineData(HintNames.DataPolicy, "local-only")]
    [InlineData("purpose", "another")]
    public async Task Another_tenant_step_version_or_wish_is_another_question(string hint, string value)
    {
        using var gateway = Gateway("Near");
        _server.ThenJson(Said.Answer("First.")).ThenJson(Said.Answer("Second."));
        await gateway.AskAsync();

        (await gateway.AskAsync(hints: (hint, value))).Text.ShouldBe("Second.");
    }

    [Fact]
    public async Task Run_attempt_and_idempotency_key_are_not_part_of_the_question()
    {
        using var gateway = Gateway("Exact");
        _server.ThenJson(Said.Answer("First.")).ThenJson(Said.Answer("Second."));
        await gateway.AskAsync(hints: [(HintNames.Run, Guid.NewGuid()), (HintNames.IdempotencyKey, "one"), (HintNames.Attempt, 1)]);

        (await gateway.AskAsync(hints: [(HintNames.Run, Guid.NewGuid()), (HintNames.IdempotencyKey, "two"), (HintNames.Attempt, 2)])).Text.ShouldBe("First.");
    }

    [Fact]
    public async Task Nearly_the_same_words_are_served_where_that_is_wanted_and_only_of_the_user()
    {
        using var gateway = Gateway("Near");
        _server.ThenJson(Said.Answer("First.")).ThenJson(Said.Answer("Second."));
        await gateway.AskAsync(text: "How many apples are 3 apples?", options: new ChatOptions { Instructions = "Be brief." });

        var near = await gateway.AskAsync(text: "how many  apples are 3 apples", options: new ChatOptions { Instructions = "Be brief." });
        near.Text.ShouldBe("First.");
        near.AdditionalProperties![AnswerProperties.Cache].ShouldBe("near");
        (await gateway.AskAsync(text: "How many apples are 3 apples?", options: new ChatOptions { Instructions = "be brief." })).Text.ShouldBe("Second.");
        (await gateway.AskAsync(text: "How many apples are 4 apples?", options: new ChatOptions { Instructions = "Be brief." })).Text.ShouldBe("Second.");
        (await gateway.AskAsync(text: "how many  apples are 3 apples", options: new ChatOptions { Instructions = "Be brief." }, hints: (HintNames.Cache, "exact"))).Text.ShouldBe("Second.");
    }

    [Fact]
    public async Task Questions_that_only_case_tells_apart_are_kept_beside_each_other()
    {
        using var gateway = Gateway("Near");
        _server.ThenJson(Said.Answer("Shine.")).ThenJson(Said.Answer("Language.")).ThenJson(Said.Answer("Never asked."));
        await gateway.AskAsync(text: "We ask what the polish is.");
        await gateway.AskAsync(text: "We ask what the Polish is.");

        (await gateway.AskAsync(text: "We ask,  what the polish is")).Text.ShouldBe("Shine.");
        (await gateway.AskAsync(text: "We ask,  what the Polish is")).Text.ShouldBe("Language.");
    }

    [Fact]
    public async Task An_answer_serves_until_its_time()
    {
        using var gateway = Gateway("Exact", ("Cache:Ttl", "00:10:00"));
        _server.ThenJson(Said.Answer("First.")).ThenJson(Said.Answer("Second."));
        await gateway.AskAsync();

        gateway.Clock.MoveSeconds(599);
        (await gateway.AskAsync()).Text.ShouldBe("First.");
        gateway.Clock.MoveSeconds(1);
        (await gateway.AskAsync()).Text.ShouldBe("Second.");
    }

    [Theory]
    [InlineData("tool_calls")]
    [InlineData("stop")]
    public async Task A_call_of_a_tool_is_never_kept_whatever_its_server_says_of_its_end_and_a_text_beside_tools_is(string reason)
    {
        const string Called = """{"choices":[{"index":0,"message":{"role":"assistant","content":"I pay.","tool_calls":[{"id":"c","type":"function","function":{"name":"pay","arguments":"{}"} }]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":10,"completion_tokens":10,"total_tokens":20} }""";
        var call = Called.Replace("\"finish_reason\":\"tool_calls\"", $"\"finish_reason\":\"{reason}\"", StringComparison.Ordinal);
        using var gateway = Gateway("Near");
        _server.ThenJson(call).ThenJson(call).ThenJson(Said.Answer("Paid.")).ThenJson(Said.Answer("Again."));
        Task<ChatResponse> AskAsync() => gateway.AskAsync(options: new ChatOptions { Tools = [AIFunctionFactory.Create(() => "ok", "pay")] });

        await AskAsync();
        await AskAsync();
        _server.Requests.Count.ShouldBe(2);
        await AskAsync();
        (await AskAsync()).Text.ShouldBe("Paid.");
    }

    [Theory]
    [InlineData("length")]
    [InlineData("content_filter")]
    public async Task An_answer_that_was_cut_off_or_withheld_is_not_kept(string reason)
    {
        using var gateway = Gateway("Exact");
        _server.ThenJson(Said.Answer("First.").Replace("\"stop\"", $"\"{reason}\"", StringComparison.Ordinal)).ThenJson(Said.Answer("Second."));
        await gateway.AskAsync();

        (await gateway.AskAsync()).Text.ShouldBe("Second.");
    }

    [Fact]
    public async Task An_answer_that_failed_its_schema_is_not_kept()
    {
        using var gateway = Gateway("Exact");
        _server.ThenJson(Said.Answer("no JSON")).ThenJson(Said.Answer("still none")).ThenJson(Said.Answer("{}"));
        var options = () => new ChatOptions { ResponseFormat = ChatResponseFormat.Json };

        (await gateway.FailAsync(options: options())).Error.Code.ShouldBe(ModelErrorCodes.InvalidOutput);
        (await gateway.AskAsync(options: options())).Text.ShouldBe("{}");
    }

    [Theory]
    [InlineData(HintNames.Rejected, "true")]
    [InlineData(HintNames.StrongerThan, "weak")]
    public async Task Who_did_not_accept_an_answer_gets_another_one_and_so_do_all_after(string hint, string value)
    {
        await using var stronger = await StandIn.StartAsync();
        stronger.ThenJson(Said.Answer("Better."));
        using var gateway = new TestGateway([.. TestGateway.Of(("weak", _server.Url), ("strong", stronger.Url)), ("Models:weak:Quality", "0.2"), ("Default", "weak"), ("Cache:Mode", "Near")]);
        _server.ThenJson(Said.Answer("Worse."));
        (await gateway.AskAsync()).Text.ShouldBe("Worse.");

        (await gateway.AskAsync(hints: (hint, value))).Text.ShouldBe("Better.");
        (await gateway.AskAsync()).Text.ShouldBe("Better.");
    }

    [Fact]
    public async Task A_rejected_attempt_does_not_get_its_own_answer_again_by_its_idempotency_key()
    {
        using var gateway = Gateway("Off");
        _server.ThenJson(Said.Answer("First.")).ThenJson(Said.Answer("Second.")).ThenJson(Said.Answer("Third."));
        (string, object)[] first = [(HintNames.IdempotencyKey, "step"), (HintNames.Attempt, 1)];
        (string, object)[] second = [(HintNames.IdempotencyKey, "step"), (HintNames.Attempt, 2), (HintNames.Rejected, "true")];

        (await gateway.AskAsync(hints: first)).Text.ShouldBe("First.");
        (await gateway.AskAsync(hints: second)).Text.ShouldBe("Second.");
        (await gateway.AskAsync(hints: second)).Text.ShouldBe("Second.", "a redelivery of the same attempt");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_that_turns_out_bad_is_forgotten_whether_its_maker_or_a_user_of_it_says_so(bool byMaker)
    {
        using var gateway = Gateway("Near");
        _server.ThenJson(Said.Answer("First.")).ThenJson(Said.Answer("Second."));
        var made = await gateway.DecisionAsync(await gateway.AskAsync());
        var used = byMaker ? made : new ModelDecision(
            Guid.NewGuid(), made.At, made.Tenant, null, null, null, null, "", "cache", $"{made.Id}", 0, [], made.Chosen, 1, false, "kept", 0, TimeSpan.Zero, "answered");
        await gateway.Decisions.AppendAsync([used], default);
        await gateway.Decisions.AddOutcomesAsync(
            [new ModelOutcome(Guid.NewGuid(), made.Tenant, used.Id, null, null, null, 0, OutcomeSources.Feedback, null, null, gateway.Clock.GetUtcNow())], default);

        (await gateway.AskAsync()).Text.ShouldBe("First.");
        gateway.Clock.MoveSeconds(10);
        await gateway.LearnAsync();
        (await gateway.AskAsync()).Text.ShouldBe("Second.");
    }

    [Fact]
    public async Task A_use_of_a_kept_answer_leaves_a_decision_that_costs_nothing_and_says_whose_answer_it_was()
    {
        using var gateway = Gateway("Exact");
        _server.ThenJson(Said.Answer("First."));
        var made = (Guid)(await gateway.AskAsync()).AdditionalProperties![AnswerProperties.Decision]!;

        var decision = await gateway.DecisionAsync(await gateway.AskAsync(hints: (HintNames.Run, Guid.Empty)));

        decision.Policy.ShouldBe("cache");
        decision.PolicyVersion.ShouldBe($"{made}");
        decision.CostUsd.ShouldBe(0);
        decision.RunId.ShouldBe(Guid.Empty);
        decision.Chosen.ShouldBe("big");
        decision.Features.ShouldBeNull("nothing is learned of a model that was not asked");
    }

    [Fact]
    public async Task A_kept_answer_is_served_when_the_budget_is_used_up_and_its_model_is_gone()
    {
        using var gateway = Gateway("Exact", ("Budgets:0:Scope", "tenant"), ("Budgets:0:LimitUsd", "1"));
        _server.ThenJson(Said.Answer("First."));
        await gateway.AskAsync();
        gateway.Change(("Budgets:0:LimitUsd", "0"));

        (await gateway.FailAsync(text: "Another.")).Error.Code.ShouldBe(ModelErrorCodes.BudgetExceeded);
        (await gateway.AskAsync()).Text.ShouldBe("First.");
    }

    [Fact]
    public async Task A_stream_is_served_whole_and_kept_when_it_is_whole()
    {
        using var gateway = Gateway("Exact");
        _server.ThenStream([Said.Piece("Fir"), Said.Piece("st."), Said.End, Said.Usage, Said.Done]);

        (await StreamAsync(gateway)).AdditionalProperties![AnswerProperties.Cache].ShouldBe("miss");
        var again = await StreamAsync(gateway);
        again.Text.ShouldBe("First.");
        again.AdditionalProperties![AnswerProperties.Cache].ShouldBe("hit");
        (await gateway.AskAsync()).Text.ShouldBe("First.");
        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_stream_that_broke_off_is_not_kept()
    {
        using var gateway = Gateway("Exact");
        _server.ThenStream([Said.Piece("Fir")]).ThenJson(Said.Answer("Second."));

        await Should.ThrowAsync<ModelException>(() => StreamAsync(gateway));
        (await gateway.AskAsync()).Text.ShouldBe("Second.");
    }

    [Fact]
    public async Task Identical_calls_at_the_same_time_are_one_paid_by_the_first()
    {
        using var gateway = Gateway("Exact");
        var (asked, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        _server.Then(context => HeldAsync(context, asked, go));

        var first = gateway.AskAsync();
        await asked.Task;
        var others = Enumerable.Range(0, 20).Select(_ => gateway.AskAsync()).ToList();
        go.SetResult();
        ChatResponse[] all = [await first, .. await Task.WhenAll(others)];

        _server.Requests.Count.ShouldBe(1);
        all.ShouldAllBe(answer => answer.Text == "First.");
        all.Sum(answer => (decimal)answer.AdditionalProperties![AnswerProperties.CostUsd]!).ShouldBe(0.002m);
        all.Count(answer => (string)answer.AdditionalProperties![AnswerProperties.Cache]! == "hit").ShouldBe(20);
    }

    [Fact]
    public async Task Who_leaves_does_not_take_the_answer_from_those_who_wait()
    {
        using var gateway = Gateway("Exact");
        using var leave = new CancellationTokenSource();
        var (asked, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        _server.Then(context => HeldAsync(context, asked, go));

        var first = gateway.Client.GetResponseAsync("Say hello.", new ChatOptions { ModelId = "auto" }, leave.Token);
        await asked.Task;
        var other = gateway.AskAsync();
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        go.SetResult();

        (await other).Text.ShouldBe("First.");
        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task When_the_first_call_fails_those_who_waited_ask_by_themselves()
    {
        using var gateway = Gateway("Exact", ("Budgets:0:Scope", "run"), ("Budgets:0:LimitUsd", "10"));
        var (asked, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        _server.Then(async context =>
        {
            asked.SetResult();
            await go.Task;
            context.Response.StatusCode = 400;
        }).ThenJson(Said.Answer("Mine."));

        var first = gateway.AskAsync();
        await asked.Task;
        var other = gateway.AskAsync();
        go.SetResult();

        await Should.ThrowAsync<ModelException>(() => first);
        (await other).Text.ShouldBe("Mine.");
    }

    [Fact]
    public async Task A_store_that_is_away_takes_no_answer_from_anybody()
    {
        using var gateway = new TestGateway(services => services.AddSingleton<IAnswerStore, BrokenStore>(), [.. TestGateway.Of(("big", _server.Url)), ("Cache:Mode", "Near")]);
        _server.ThenJson(Said.Answer("First."));

        (await gateway.AskAsync(hints: [(HintNames.IdempotencyKey, "step"), (HintNames.Rejected, "true")])).Text.ShouldBe("First.");
        (await gateway.AskAsync(hints: (HintNames.IdempotencyKey, "step"))).Text.ShouldBe("First.");
    }

    [Fact]
    public void Faulty_settings_are_named()
    {
        using var gateway = new TestGateway(("Cache:Mode", "Sometimes"), ("Cache:Ttl", "00:00:00"), ("Cache:MaxMegabytes", "0"));

        var errors = Should.Throw<Microsoft.Extensions.Options.OptionsValidationException>(() => gateway.Client).Message;

        errors.ShouldContain("Cache:Mode");
    }

    private TestGateway Gateway(string mode, params (string Key, string? Value)[] settings) => new([.. TestGateway.Of(("big", _server.Url)), ("Cache:Mode", mode), .. settings]);

    private static async Task<ChatResponse> StreamAsync(TestGateway gateway) =>
        await gateway.Client.GetStreamingResponseAsync("Say hello.", new ChatOptions { ModelId = "auto" }).ToChatResponseAsync();

    private static async Task HeldAsync(HttpContext context, TaskCompletionSource asked, TaskCompletionSource go)
    {
        asked.SetResult();
        await go.Task;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(Said.Answer("First."));
    }

    private sealed class BrokenStore : IAnswerStore
    {
        public ValueTask<StoredAnswer?> FindAsync(AnswerKey key, CancellationToken cancellationToken) => throw new TimeoutException("away");

        public ValueTask SaveAsync(AnswerKey key, StoredAnswer answer, DateTimeOffset expires, CancellationToken cancellationToken) => throw new TimeoutException("away");

        public ValueTask RemoveAsync(AnswerKey key, CancellationToken cancellationToken) => throw new TimeoutException("away");

        public ValueTask ForgetAsync(string tenant, Guid decision, CancellationToken cancellationToken) => throw new TimeoutException("away");

        public Task<int> SweepAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => throw new TimeoutException("away");
    }
}

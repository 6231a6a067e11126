using AgentBus.Models.Gateway;
using AgentBus.Models.Tests.Providers;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Tests.Gateway;

/// <summary>What happens when a model fails: breaker, failover, rate limits, last resort.</summary>
public sealed class FailoverTests : IAsyncLifetime
{
    private StandIn _first = null!;
    private StandIn _second = null!;

    public async Task InitializeAsync() => (_first, _second) = (await StandIn.StartAsync(), await StandIn.StartAsync());

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Theory]
    [InlineData(500, "{}")]
    [InlineData(429, "{}")]
    [InlineData(401, "{}")]
    [InlineData(402, "{}")]
    [InlineData(400, """{"error":{"message":"Your credit balance is too low"}}""")]
    [InlineData(200, "<html>Welcome</html>")]
    public async Task Another_model_answers_at_once_when_the_first_fails(int status, string body)
    {
        using var gateway = Gateway();
        _first.ThenJson(body, status, status == 429 ? "600" : null);
        _second.ThenJson(Said.Answer("Hello."));

        var answer = await gateway.AskAsync();

        answer.Text.ShouldBe("Hello.");
        answer.AdditionalProperties![AnswerProperties.Model].ShouldBe("second");
        answer.AdditionalProperties[AnswerProperties.Reason]!.ToString()!.ShouldStartWith("first could not answer (");
        answer.AdditionalProperties[AnswerProperties.CostUsd].ShouldBe(0.004m);
        _first.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_provider_refuses_for_what_it_is_goes_to_no_other()
    {
        using var gateway = Gateway();
        _first.ThenJson("""{"error":{"message":"against our rules"}}""", 400);

        (await gateway.FailAsync()).Error.Code.ShouldBe(ModelErrorCodes.ProviderRefused);
        _second.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_outage_of_a_minute_costs_four_tries_of_the_dead_model_and_nobody_else_notices()
    {
        using var gateway = Gateway();
        _first.ThenJson("{}", 500);
        _second.ThenJson(Said.Answer("Hello."));

        for (var second = 0; second < 60; second++)
        {
            (await gateway.ModelOfAsync()).ShouldBe("second");
            gateway.Clock.MoveSeconds(1);
        }

        _first.Requests.Count.ShouldBeLessThanOrEqualTo(4);
        gateway.State("first").Breaker.ShouldBe("open");
        gateway.State("first").LastFailure!.ShouldContain("failed with 500");
        gateway.State("second").Breaker.ShouldBe("closed");
    }

    [Fact]
    public async Task A_model_that_is_up_again_is_found_by_one_probe()
    {
        using var gateway = Gateway();
        _first.ThenJson("{}", 500).ThenJson("{}", 500).ThenJson("{}", 500).ThenJson(Said.Answer("Back."));
        _second.ThenJson(Said.Answer("Hello."));
        for (var i = 0; i < 4; i++)
        {
            (await gateway.ModelOfAsync()).ShouldBe("second");
        }

        gateway.Clock.MoveSeconds(31);

        (await gateway.AskAsync()).Text.ShouldBe("Back.");
        gateway.State("first").Breaker.ShouldBe("closed");
    }

    [Fact]
    public async Task A_model_that_said_not_to_come_is_not_asked_until_then()
    {
        using var gateway = Gateway();
        _first.ThenJson("{}", 429, "600").ThenJson(Said.Answer("Again."));
        _second.ThenJson(Said.Answer("Hello."));
        await gateway.AskAsync();

        (await gateway.ModelOfAsync()).ShouldBe("second");
        _first.Requests.Count.ShouldBe(1);
        gateway.State("first").LimitedUntil.ShouldNotBeNull();

        gateway.Clock.MoveSeconds(601);
        (await gateway.ModelOfAsync()).ShouldBe("first");
    }

    [Fact]
    public async Task When_all_are_limited_the_caller_is_told_the_shortest_wait()
    {
        using var gateway = Gateway();
        _first.ThenJson("{}", 429, "600");
        _second.ThenJson("{}", 429, "75");

        var told = (await gateway.FailAsync()).Error;
        told.Code.ShouldBe(ModelErrorCodes.RateLimited);
        told.RetryAfter.ShouldBe(TimeSpan.FromSeconds(75));
        told.Message.ShouldContain("first: ");
        told.Message.ShouldContain("second: ");

        gateway.Clock.MoveSeconds(15);
        (await gateway.FailAsync()).Error.RetryAfter.ShouldBe(TimeSpan.FromSeconds(60));
        (_first.Requests.Count, _second.Requests.Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task When_all_are_down_the_call_fails_with_each_reason_and_when_to_come_again()
    {
        using var gateway = Gateway(("Providers:second:Retries", "0"), ("Providers:first:Breaker:Failures", "1"), ("Providers:second:Breaker:Failures", "1"));
        _first.ThenJson("{}", 500);
        _second.ThenJson("{}", 500);
        (await gateway.FailAsync()).Error.Code.ShouldBe(ModelErrorCodes.AllModelsDown);

        var error = (await gateway.FailAsync()).Error;

        error.Code.ShouldBe(ModelErrorCodes.AllModelsDown);
        error.RetryAfter.ShouldBe(TimeSpan.FromSeconds(30));
        _first.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_last_resort_answers_when_all_others_are_down()
    {
        using var gateway = Gateway(("Providers:second:Retries", "0"), ("LastResort", "extractive"));
        _first.ThenJson("{}", 500);
        _second.ThenJson("{}", 500);

        (await gateway.ModelOfAsync()).ShouldBe("extractive");
        _first.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_last_resort_is_no_way_around_a_data_policy()
    {
        using var gateway = new TestGateway([.. TestGateway.Of(("first", _first.Url), ("second", _second.Url)), ("Providers:first:IsLocal", "false"), ("Providers:second:IsLocal", "false"), ("LastResort", "second")]);

        (await gateway.FailAsync(hints: (HintNames.DataPolicy, "local-only"))).Error.Code.ShouldBe(ModelErrorCodes.NoEligibleModel);
    }

    [Fact]
    public async Task A_named_model_is_never_replaced_and_a_tier_is_routed()
    {
        using var gateway = Gateway(("Models:first:Tier", "large"), ("Models:second:Tier", "large"));
        _first.ThenJson("{}", 500, "0");
        _second.ThenJson(Said.Answer("Hello."));

        (await gateway.ModelOfAsync("large")).ShouldBe("second");
        (await gateway.FailAsync("first")).Error.Code.ShouldBe(ModelErrorCodes.ProviderUnavailable);
        _second.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_quota_that_is_used_up_closes_the_model_until_its_reset()
    {
        using var gateway = Gateway();
        _first.ThenJson("{}", 402, "3600").ThenJson(Said.Answer("Paid."));
        _second.ThenJson(Said.Answer("Hello."));
        await gateway.AskAsync();

        gateway.Clock.MoveSeconds(3599);
        (await gateway.ModelOfAsync()).ShouldBe("second");
        gateway.Clock.MoveSeconds(2);
        (await gateway.AskAsync()).Text.ShouldBe("Paid.");
    }

    [Fact]
    public async Task A_slow_model_is_hedged_before_a_deadline_where_that_is_on()
    {
        using var gateway = Gateway(("HedgeAfter", "00:00:00.020"));
        _first.Then(context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        _second.ThenJson(Said.Answer("Sooner."));

        var answer = await gateway.AskAsync(hints: (HintNames.Deadline, gateway.Clock.GetUtcNow().AddSeconds(30)));

        answer.Text.ShouldBe("Sooner.");
        // The slow one may still be paid for, so it counts with its maximum: 96 bytes and more of prompt, 4,096 tokens of answer.
        ((decimal)answer.AdditionalProperties![AnswerProperties.CostUsd]!).ShouldBeGreaterThan(0.004m + (4096 * 10 / 1_000_000m));
    }

    [Fact]
    public async Task A_call_ends_at_its_deadline()
    {
        using var gateway = Gateway();
        _first.Then(context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));

        var failure = await gateway.FailAsync(hints: (HintNames.Deadline, gateway.Clock.GetUtcNow().AddMilliseconds(200)));

        failure.Error.Code.ShouldBe(ModelErrorCodes.DeadlineExceeded);
        gateway.State("first").UnderWay.ShouldBe(0);
    }

    private TestGateway Gateway(params (string Key, string? Value)[] more) => new([.. TestGateway.Of(("first", _first.Url), ("second", _second.Url)), ("Default", "first"), .. more]);
}

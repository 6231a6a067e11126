using AgentBus.Models.Decisions;
using AgentBus.Models.Gateway;
using AgentBus.Models.Tests.Gateway;

namespace AgentBus.Models.Tests.Routing;

/// <summary>The policy <c>learned</c> in a gateway: what becomes of its decisions changes the next ones.</summary>
public sealed class LearnedRoutingTests
{
    private static readonly (string, object) Explore = (HintNames.MayExplore, true);

    [Fact]
    public async Task The_model_whose_answers_turn_out_better_is_chosen_from_then_on()
    {
        using var gateway = Gateway();
        (await gateway.ModelOfAsync()).ShouldBe("praised", "the catalogue says so");

        await JudgeAsync(gateway, await ExploreAsync(gateway, 80));

        var answer = await gateway.AskAsync();
        answer.AdditionalProperties![AnswerProperties.Model].ShouldBe("modest", "it was right each time, and the other never");
        answer.AdditionalProperties[AnswerProperties.Reason]!.ToString()!.ShouldStartWith("best fixed choice");
    }

    [Fact]
    public async Task A_decision_tells_whether_it_explored_and_how_likely_it_was()
    {
        using var gateway = Gateway();

        var decisions = await ExploreAsync(gateway, 40);

        decisions.Count.ShouldBe(40);
        decisions.ShouldAllBe(d => d.Policy == "learned" && d.IsExploration == (d.Chosen == "modest"));
        decisions.Select(d => d.Chosen).Distinct().Count().ShouldBe(2, "while nothing is known of them, many calls go to either");

        // The little that the measured latency changes is left out.
        decisions.ShouldAllBe(d => (d.Chosen == "modest" ? d.Propensity : 1 - d.Propensity) >= 0.1 && (d.Chosen == "modest" ? d.Propensity : 1 - d.Propensity) <= 0.5);
    }

    [Fact]
    public async Task Without_leave_with_a_deadline_or_after_a_rejection_nothing_is_explored()
    {
        using var gateway = Gateway();
        for (var i = 0; i < 20; i++)
        {
            (await gateway.ModelOfAsync()).ShouldBe("praised");
            (await gateway.ModelOfAsync(hints: [Explore, (HintNames.Deadline, gateway.Clock.GetUtcNow().AddMinutes(1).ToString("o"))])).ShouldBe("praised");
            (await gateway.ModelOfAsync(hints: [Explore, (HintNames.Rejected, true)])).ShouldBe("praised");
        }

        await gateway.WriteDecisionsAsync();
        (await gateway.Decisions.ListAsync(CallHints.DefaultTenant, DateTimeOffset.MinValue, null, 100, default)).ShouldAllBe(d => d.Propensity == 1 && !d.IsExploration);
    }

    private static async Task<IReadOnlyList<ModelDecision>> ExploreAsync(TestGateway gateway, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            await gateway.AskAsync(hints: Explore);
        }

        await gateway.WriteDecisionsAsync();
        return await gateway.Decisions.ListAsync(CallHints.DefaultTenant, DateTimeOffset.MinValue, null, calls + 1, default);
    }

    private static async Task JudgeAsync(TestGateway gateway, IReadOnlyList<ModelDecision> decisions)
    {
        var now = gateway.Clock.GetUtcNow();
        await gateway.Decisions.AddOutcomesAsync(
            [.. decisions.Select(d => new ModelOutcome(Guid.NewGuid(), d.Tenant, d.Id, null, null, null, d.Chosen == "modest" ? 1 : 0, OutcomeSources.Feedback, null, null, now))], default);
        gateway.Clock.Move(TimeSpan.FromSeconds(10));
        await gateway.LearnAsync();
    }

    private static TestGateway Gateway() => new(
        ("Policy", "learned"), ("Providers:sim:Kind", "Simulated"), ("Providers:sim:Simulated:Latency", "00:00:00"),
        ("Models:praised:Provider", "sim"), ("Models:praised:Quality", "0.8"), ("Models:modest:Provider", "sim"), ("Models:modest:Quality", "0.6"));
}

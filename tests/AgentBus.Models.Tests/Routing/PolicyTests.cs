using AgentBus.Models.Catalogue;
using AgentBus.Models.Routing;
using AgentBus.Models.Routing.Policies;
using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.Models.Tests.Routing;

public sealed class PolicyTests
{
    private static readonly Candidate Small = Make("small", cost: 0.0002m, seconds: 3, quality: 0.55, usual: 0.7);
    private static readonly Candidate Large = Make("large", cost: 0.01m, seconds: 5, quality: 0.95, usual: 0.8);
    private static readonly Candidate Near = Make("near", cost: 0.003m, seconds: 1, quality: 0.5, usual: 0.5);

    [Theory]
    [InlineData("cheapest", "small")]
    [InlineData("fastest", "near")]
    [InlineData("best", "large")]
    [InlineData("balanced", "small")]
    [InlineData("fixed", "large")]
    public void Each_policy_takes_what_its_name_says(string policy, string model) => Choose(policy, [Large, Small, Near]).Model.Name.ShouldBe(model);

    [Theory]
    [InlineData("cheapest")]
    [InlineData("fastest")]
    [InlineData("best")]
    [InlineData("balanced")]
    [InlineData("learned")]
    [InlineData("fixed")]
    public void No_policy_takes_what_cannot_take_the_call_or_extractive_while_a_model_can(string policy)
    {
        var extractive = Make("extractive", 0, 0, 1, 1, "extractive");

        Choose(policy, [Large with { Obstacle = "down" }, Small, extractive]).Model.Name.ShouldBe("small");
        Choose(policy, [Large with { Obstacle = "down" }, extractive]).Model.Name.ShouldBe("extractive");
    }

    [Fact]
    public void Every_name_has_its_policy() =>
        RoutingPolicies.Names.Select(name => RoutingPolicies.Create(new RoutingOptions { Policy = name }).Name).ShouldBe(RoutingPolicies.Names);

    [Fact]
    public void Learned_goes_by_the_prompt_once_that_is_proven_and_else_by_what_is_usual()
    {
        var call = new RoutingCall([Small, Large], Utility.For(Objective.Balanced, 0.03));

        var (unproven, proven) = (new LearnedPolicy().Choose(call), new LearnedPolicy().Choose(call with { IsLearningProven = true }));

        unproven.Model.Name.ShouldBe("small");
        unproven.Reason.ShouldBe("best fixed choice, since choosing by step type and prompt is not proven to do better yet: small is good in 70 of 100, about $0.0002, 3.0 s");
        proven.Model.Name.ShouldBe("large");
        proven.Reason.ShouldBe("most worth for this prompt: large is good in 95 of 100, about $0.01, 5.0 s");
        (proven.Propensity, proven.IsExploration).ShouldBe((1, false));
    }

    [Fact]
    public void Without_a_draw_nothing_is_explored_and_the_choice_repeats()
    {
        var call = new RoutingCall([Make("a", 0, 0, 0.5, 0.5, outcomes: 0), Make("b", 0, 0, 0.5, 0.5, outcomes: 0)], Utility.For(Objective.Balanced));

        Enumerable.Range(0, 50).Select(_ => new LearnedPolicy().Choose(call).Model.Name).Distinct().ShouldBe(["a"]);
    }

    [Fact]
    public void Exploration_costs_no_more_than_it_may()
    {
        var (random, policy) = (new Random(1), new LearnedPolicy(explorationCost: 0.002));
        Candidate[] candidates = [Make("good", 0, 0, 0.9, 0.9), Make("bad", 0, 0, 0.5, 0.5)];
        var calls = Enumerable.Range(0, 50_000).Select(_ => policy.Choose(new RoutingCall(candidates, new Utility(1, 0, 0)) { Draw = random.NextDouble() })).ToList();

        var lost = calls.Average(decision => decision.Model.Name == "bad" ? 0.4 : 0);
        lost.ShouldBe(0.002, 0.0004);
        calls.Where(decision => decision.Model.Name == "bad").ShouldAllBe(decision => decision.IsExploration && Math.Abs(decision.Propensity - 0.005) < 1e-9);
    }

    [Fact]
    public void Propensities_sum_to_one_and_say_how_often_each_is_drawn() => Prop.ForAll(
        Gen.Choose(1, 6).ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), Gen.Choose(0, 5).ToArbitrary(), (count, percent, at) =>
        {
            var (explorer, preferred) = (new Explorer(count, percent / 100.0), at % count);

            Enumerable.Range(0, count).Sum(model => explorer.Propensity(model == preferred)).ShouldBe(1, 1e-9);
            var drawn = Enumerable.Range(0, 20_000).GroupBy(draw => explorer.Draw(preferred, draw / 20_000.0)).ToDictionary(group => group.Key, group => group.Count() / 20_000.0);
            Enumerable.Range(0, count).ShouldAllBe(model => Math.Abs(drawn.GetValueOrDefault(model) - explorer.Propensity(model == preferred)) < 0.001);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Theory]
    [InlineData(Objective.Cost, "small")]
    [InlineData(Objective.Quality, "large")]
    [InlineData(Objective.Latency, "near")]
    public void An_objective_moves_the_choice(Objective objective, string model) =>
        RoutingPolicies.Create(new RoutingOptions { Policy = "balanced" }).Choose(new RoutingCall([Small, Large, Near], Utility.For(objective))).Model.Name.ShouldBe(model);

    private static RoutingDecision Choose(string policy, Candidate[] candidates) =>
        RoutingPolicies.Create(new RoutingOptions { Policy = policy }).Choose(new RoutingCall(candidates, Utility.For(Objective.Balanced)));

    private static Candidate Make(string name, decimal cost, double seconds, double quality, double usual, string provider = "p", double outcomes = 1_000) => new(
        new CatalogueModel(name, provider, name, TokenPrice.Free, 1_000, 100, []), null,
        new Forecast(cost, TimeSpan.FromSeconds(seconds), 0, quality, usual, usual, outcomes));
}

using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using AgentBus.Models.Routing;
using AgentBus.Models.Routing.Policies;
using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.Models.Tests.Routing;

/// <summary>What each policy makes of the same candidates.</summary>
public sealed class PolicyChoiceTests
{
    private static readonly IRoutingPolicy[] Policies = [new FixedPolicy(), new CheapestPolicy(), new FastestPolicy(), new BestPolicy(), new BalancedPolicy(), new LearnedPolicy()];
    private static readonly Candidate Small = Make("small", cost: 0.0002m, seconds: 3, quality: 0.55, usual: 0.7);
    private static readonly Candidate Large = Make("large", cost: 0.01m, seconds: 5, quality: 0.95, usual: 0.8);
    private static readonly Candidate Near = Make("near", cost: 0.003m, seconds: 1, quality: 0.5, usual: 0.5);

    [Theory]
    [InlineData("cheapest", "small")]
    [InlineData("fastest", "near")]
    [InlineData("best", "large")]
    [InlineData("balanced", "small")]
    [InlineData("fixed", "large")]
    public void Each_policy_takes_what_its_name_says(string policy, string model) => Choose(policy, [Large, Small, Near]).Chosen.Model.Name.ShouldBe(model);

    [Fact]
    public void No_policy_takes_what_cannot_take_the_call_and_all_rank_everything_that_can()
    {
        var down = Large with { Obstacle = new ModelError(ModelErrorCodes.NoEligibleModel, 400, "down") };

        foreach (var policy in Policies)
        {
            policy.Choose(new RoutingRequest([down, Small, Near], Utility.For(Objective.Balanced))).Ranking.Select(c => c.Model.Name).ShouldBe(["small", "near"], ignoreOrder: true, policy.Name);
        }
    }

    [Fact]
    public void What_is_not_measured_yet_is_taken_to_be_the_fastest()
    {
        var unmeasured = Make("new", 0.001m, null, 0.5, 0.5);

        var decision = Choose("fastest", [Small, Near, unmeasured]);

        (decision.Chosen.Model.Name, decision.Reason).ShouldBe(("new", "not measured yet, so taken to be the fastest"));
    }

    [Fact]
    public void Learned_goes_by_the_prompt_once_that_is_proven_and_else_by_what_is_usual()
    {
        var call = new RoutingRequest([Small, Large], Utility.For(Objective.Balanced, 0.03));

        var (unproven, proven) = (new LearnedPolicy().Choose(call), new LearnedPolicy().Choose(call with { IsLearningProven = true }));

        unproven.Chosen.Model.Name.ShouldBe("small");
        unproven.Reason.ShouldBe("best fixed choice, since choosing by step type and prompt is not proven to do better yet: small is good in 70 of 100, about $0.0002, 3.0 s");
        proven.Chosen.Model.Name.ShouldBe("large");
        proven.Reason.ShouldBe("most worth for this prompt: large is good in 95 of 100, about $0.01, 5.0 s");
        (proven.Propensity, proven.IsExploration).ShouldBe((1, false));
        var contest = unproven.Contest.ShouldNotBeNull();
        (contest.Learned, contest.Fixed).ShouldBe(("large", "small"));
        contest.LearnedWorth.ShouldBeGreaterThan(contest.FixedWorth);
    }

    [Fact]
    public void Without_a_draw_nothing_is_explored_and_the_choice_repeats()
    {
        var call = new RoutingRequest([Make("a", 0, 0, 0.5, 0.5, outcomes: 0), Make("b", 0, 0, 0.5, 0.5, outcomes: 0)], Utility.For(Objective.Balanced));

        Enumerable.Range(0, 50).Select(_ => new LearnedPolicy().Choose(call).Chosen.Model.Name).Distinct().ShouldBe(["a"]);
    }

    [Fact]
    public void Exploration_costs_no_more_than_it_may()
    {
        var (random, policy) = (new Random(1), new LearnedPolicy());
        Candidate[] candidates = [Make("good", 0, 0, 0.9, 0.9), Make("bad", 0, 0, 0.5, 0.5)];
        var calls = Enumerable.Range(0, 50_000).Select(_ => policy.Choose(new RoutingRequest(candidates, new Utility(1, 0, 0)) { Draw = random.NextDouble(), ExplorationCost = 0.002 })).ToList();

        var lost = calls.Average(decision => decision.Chosen.Model.Name == "bad" ? 0.4 : 0);
        lost.ShouldBe(0.002, 0.0004);
        calls.Where(decision => decision.Chosen.Model.Name == "bad").ShouldAllBe(decision => decision.IsExploration && Math.Abs(decision.Propensity - 0.005) < 1e-9);
    }

    [Fact]
    public void While_little_is_known_of_a_model_it_is_tried_often_and_later_hardly()
    {
        double Tried(double outcomes) => Odds(1, Make("good", 0, 0, 0.8, 0.8), Make("new", 0, 0, 0.7, 0.7, outcomes)).New;

        Tried(2).ShouldBeInRange(0.3, 0.5);
        Tried(10).ShouldBeInRange(0.15, 0.3);
        Tried(100).ShouldBeInRange(0.005, 0.05);
        Tried(1_000).ShouldBeLessThan(0.003);
    }

    [Fact]
    public void What_is_predicted_is_tried_against_the_best_fixed_choice_as_it_may_be_right()
    {
        double Tried(double chance) => Odds(chance, Make("good", 0, 0, 0.6, 0.8), Make("new", 0, 0, 0.7, 0.7)).New;

        Tried(1).ShouldBe(0.6, 0.01);
        Tried(0.5).ShouldBe(0.3, 0.01);
        Tried(0.01).ShouldBeLessThan(0.02);
    }

    [Fact]
    public void Each_of_several_models_is_tried_as_often_as_it_is_the_best()
    {
        Candidate[] candidates = [Make("a", 0, 0, 0.8, 0.8, 40), Make("b", 0, 0, 0.75, 0.75, 25), Make("c", 0, 0, 0.6, 0.6, 10), Make("d", 0.3m, 0, 0.9, 0.9, 60)];
        var random = new Random(5);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double Drawn(Candidate c) => c.Expected.Quality.Fixed - (double)c.Expected.CostUsd + (Normal() * Math.Sqrt(c.Expected.Quality.Fixed * (1 - c.Expected.Quality.Fixed) / (c.Expected.Quality.Outcomes + 2)));

        var wins = Enumerable.Range(0, 100_000).GroupBy(_ => candidates.Index().MaxBy(c => Drawn(c.Item)).Index).ToDictionary(group => group.Key, group => group.Count() / 100_000.0);

        Contenders.Chances(candidates, new Utility(1, 0, 0)).Index().ShouldAllBe(chance => Math.Abs(chance.Item - wins.GetValueOrDefault(chance.Index)) < 0.01);
    }

    [Fact]
    public void Propensities_sum_to_one_and_say_how_often_each_is_drawn() => Prop.ForAll(
        Gen.Choose(1, 6).ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), Gen.Choose(0, 5).ToArbitrary(), (count, percent, at) =>
        {
            var lottery = Lottery.Of(count, at % count).WithAll(percent / 200.0).With(percent / 300.0, (at + 1) % count);

            Enumerable.Range(0, count).Sum(model => lottery[model]).ShouldBe(1, 1e-9);
            var drawn = Enumerable.Range(0, 20_000).GroupBy(draw => lottery.Draw(draw / 20_000.0)).ToDictionary(group => group.Key, group => group.Count() / 20_000.0);
            Enumerable.Range(0, count).ShouldAllBe(model => Math.Abs(drawn.GetValueOrDefault(model) - lottery[model]) < 0.001);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Theory]
    [InlineData(Objective.Cost, "small")]
    [InlineData(Objective.Quality, "large")]
    [InlineData(Objective.Latency, "near")]
    public void An_objective_moves_the_choice(Objective objective, string model) =>
        Policies.Single(p => p.Name == "balanced").Choose(new RoutingRequest([Small, Large, Near], Utility.For(objective))).Chosen.Model.Name.ShouldBe(model);

    /// <summary>Probabilities of the two candidates, where hardly anything is explored for its being cheap.</summary>
    private static (double Good, double New) Odds(double chance, Candidate good, Candidate other)
    {
        var request = new RoutingRequest([good, other], new Utility(1, 0, 0)) { Draw = 0, ExplorationCost = 1e-6, LearningChance = chance };
        var decision = new LearnedPolicy().Choose(request);
        return decision.Chosen == good ? (decision.Propensity, 1 - decision.Propensity) : (1 - decision.Propensity, decision.Propensity);
    }

    private static RoutingDecision Choose(string policy, Candidate[] candidates) =>
        Policies.Single(p => p.Name == policy).Choose(new RoutingRequest(candidates, Utility.For(Objective.Balanced)));

    private static Candidate Make(string name, decimal cost, double? seconds, double quality, double usual, double outcomes = 1_000) => new(
        new CatalogueModel(name, "p", name, TokenPrice.Free, 1_000, 100, []),
        new Expectation(new QualityEstimate(quality, usual, usual, outcomes), cost, cost, seconds is { } known ? TimeSpan.FromSeconds(known) : null, 0),
        null);
}

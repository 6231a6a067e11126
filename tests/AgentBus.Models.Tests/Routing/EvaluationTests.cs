using AgentBus.Models.Routing.Evaluation;

namespace AgentBus.Models.Tests.Routing;

public sealed class EvaluationTests
{
    private static readonly EvaluationSettings Settings = new([new EvaluatedModel("strong", 10), new EvaluatedModel("weak", 1)]);

    [Fact]
    public void Where_words_tell_who_gains_the_learned_router_beats_length_and_chance()
    {
        var report = OfflineEvaluation.Run(Calls(800, hasSignal: true), Settings);

        Apgr(report, "learned").ShouldBeGreaterThan(0.7);
        Apgr(report, "prompt length").ShouldBe(0.5, 0.12);
        Apgr(report, "random").ShouldBe(0.5, 0.12);
        report.Advantage.ShouldStartWith("the learned router is of use");
        report.Budgets[5].Learned.ShouldBeGreaterThan(report.Budgets[5].Chance + 0.03);
    }

    [Fact]
    public void Where_nothing_tells_who_gains_a_fixed_model_is_advised() =>
        OfflineEvaluation.Run(Calls(800, hasSignal: false), Settings).Advantage.ShouldStartWith("take a fixed model");

    [Fact]
    public void The_ends_of_the_budget_are_the_models_alone()
    {
        var report = OfflineEvaluation.Run(Calls(300, hasSignal: true), Settings);

        (report.Budgets[0].MeanCost, report.Budgets[^1].MeanCost).ShouldBe((1, 10));
        report.Budgets[0].Learned.ShouldBe(report.Models[1].Quality, 1e-9);
        report.Budgets[^1].Learned.ShouldBeGreaterThanOrEqualTo(report.Models[0].Quality - 0.02);
    }

    [Fact]
    public void The_same_seed_gives_the_same_report_and_another_one_another()
    {
        var calls = Calls(300, hasSignal: true);

        double Learned(int seed) => Apgr(OfflineEvaluation.Run(calls, Settings with { Seed = seed }), "learned");

        Learned(1).ShouldBe(Learned(1));
        Learned(1).ShouldNotBe(Learned(2));
    }

    [Fact]
    public void With_few_labels_all_other_calls_are_predicted_in_each_draw() =>
        OfflineEvaluation.Run(Calls(300, hasSignal: true), Settings with { Labels = 100, Draws = 3 }).Tested.ShouldBe(600);

    [Fact]
    public void Each_call_is_predicted_once_by_folds_that_do_not_hold_it()
    {
        var splits = Split.Folds(103, 5, seed: 1).ToList();

        splits.SelectMany(split => split.Test).Order().ShouldBe(Enumerable.Range(0, 103));
        splits.ShouldAllBe(split => !split.Train.Intersect(split.Test).Any() && split.Train.Length + split.Test.Length == 103);
    }

    [Fact]
    public void One_pass_from_nothing_learns_and_holds_its_shares()
    {
        var figures = OnlineEvaluation.Run(Calls(3_000, hasSignal: true), Settings, [0.3, 0.5]);

        figures.LargestShareError.ShouldBeLessThan(0.01);
        figures.Shares[1].Pgr.ShouldBeGreaterThan(0.6);
    }

    [Fact]
    public void Of_three_models_the_middle_one_is_used_where_it_pays()
    {
        var settings = new EvaluationSettings([new EvaluatedModel("large", 10), new EvaluatedModel("middle", 2), new EvaluatedModel("small", 1)]);
        LabelledCall[] calls = [.. Calls(600, hasSignal: true).Select(call => call with { Quality = [call.Quality[0], call.Quality[0], call.Quality[1]] })];

        var report = OfflineEvaluation.Run(calls, settings);

        report.Budgets[2].Learned.ShouldBe(report.Models[0].Quality, 0.02);
    }

    private static double Apgr(EvaluationReport report, string router) => report.Routers.Single(figures => figures.Router == router).Apgr;

    /// <summary>The weak model fails at proofs, or at calls drawn by chance.</summary>
    private static List<LabelledCall> Calls(int count, bool hasSignal)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (isProof, fails) = (random.NextDouble() < 0.4, random.NextDouble() < 0.4);
            return new LabelledCall($"{(isProof ? "prove" : "count")} item {i % 50} of {random.Next(90) + 10}", null, [random.NextDouble() < 0.9 ? 1 : 0, (hasSignal ? isProof : fails) ? 0 : 1]);
        })];
    }
}

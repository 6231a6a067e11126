using AgentBus.ModelBench.Data;
using AgentBus.ModelBench.Report;
using AgentBus.Models.Routing;
using AgentBus.Models.Routing.Evaluation;
using AgentBus.Models.Routing.Features;
using AgentBus.Models.Routing.Policies;
using AgentBus.Models.Routing.Quality;

namespace AgentBus.ModelBench.Bars;

/// <summary>
/// The learned policy beside the best fixed model in hindsight, on both sets and on one whose outcomes have nothing to do with the prompts, at several prices of the strong
/// model. One pass from nothing, with the outcomes of both models known. What a pass as live traffic costs, where first of all the better model must be found out, is told beside it.
/// </summary>
internal sealed class NoHarmBar(RoutingData data) : IBar
{
    /// <summary>What the strong model costs more, in points of quality.</summary>
    private static readonly double[] Prices = [0, 0.05, 0.1, 0.15, 0.2, 0.3];

    public string Id => "R11";

    public Figure Measure()
    {
        (string Name, IReadOnlyList<LabelledCall> Calls)[] sets = [("MMLU", data.Mmlu), ("GSM8K", data.Gsm), ("no signal", NoSignal(data.Mmlu))];
        var labelled = sets.Select(set => Worst(set.Name, set.Calls, isLive: false)).ToList();
        var live = sets.Select(set => Worst(set.Name, set.Calls, isLive: true));
        return Figure.AtMost("points a call behind the best fixed model in hindsight, worst of all", labelled.Max(part => part.Value), 0.5, 0).With([.. labelled, .. live]);
    }

    private static Figure Worst(string name, IReadOnlyList<LabelledCall> calls, bool isLive)
    {
        var prepared = calls.Select(PreparedCall.Of).ToList();
        var losses = Prices.Select(price => (Price: price, Points: Loss(prepared, price, isLive) * 100)).ToList();
        var (worst, best) = (losses.MaxBy(loss => loss.Points), losses.MinBy(loss => loss.Points));
        var what = FormattableString.Invariant($"{name}, {(isLive ? "cold and live" : "outcomes known")}, worst at price {worst.Price:0.##} (best {-best.Points:+0.00;-0.00} at {best.Price:0.##})");
        return isLive ? Figure.Told(what, worst.Points) : Figure.AtMost(what, worst.Points, 0.5, 0);
    }

    /// <summary>Utility a call of the best fixed model less that of the policy.</summary>
    private static double Loss(List<PreparedCall> calls, double price, bool isLive)
    {
        double[] costs = [price, 0];
        var (random, policy, advantage) = (new Random(1), new LearnedPolicy(), new Advantage());
        QualityModel[] models = [new(0.5), new(0.5)];
        var earned = 0.0;
        foreach (var call in Split.Shuffled(calls.Count, 1).Select(index => calls[index]))
        {
            Candidate[] candidates = [.. models.Index().Select(model => Simulated.Candidate(model.Item, $"m{model.Index}", costs[model.Index], call.Features, call.StepType))];
            var decision = policy.Choose(new RoutingRequest(candidates, new Utility(1, 0, 0)) { Draw = isLive ? random.NextDouble() : null, IsLearningProven = advantage.IsProven });
            int Index(string name) => name == "m0" ? 0 : 1;
            var (chosen, learned, fixedChoice) = (Index(decision.Chosen.Model.Name), Index(decision.Contest!.Learned), Index(decision.Contest.Fixed));
            double Earned(int model) => call.Quality[model] - costs[model];
            earned += Earned(chosen);
            if (isLive)
            {
                advantage.Fold(new JudgedDecision(chosen, decision.Propensity, learned, fixedChoice, Earned(chosen), [.. candidates.Select((c, model) => c.Expected.Quality.Mean - costs[model])]));
                models[chosen].Fold(call.Features, call.StepType, call.Quality[chosen]);
            }
            else
            {
                advantage.Fold(Earned(learned) - Earned(fixedChoice));
                Array.ForEach([0, 1], model => models[model].Fold(call.Features, call.StepType, call.Quality[model]));
            }
        }

        return Math.Max(calls.Average(call => call.Quality[0] - price), calls.Average(call => call.Quality[1])) - (earned / calls.Count);
    }

    /// <summary>The same prompts with outcomes drawn for each model by its rate alone.</summary>
    private static IReadOnlyList<LabelledCall> NoSignal(IReadOnlyList<LabelledCall> calls)
    {
        var random = new Random(11);
        return [.. calls.Select(call => call with { Quality = [random.NextDouble() < 0.8 ? 1 : 0, random.NextDouble() < 0.68 ? 1 : 0] })];
    }
}

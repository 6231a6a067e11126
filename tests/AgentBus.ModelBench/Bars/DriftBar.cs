using AgentBus.ModelBench.Report;
using AgentBus.Models.Routing;
using AgentBus.Models.Routing.Features;
using AgentBus.Models.Routing.Policies;
using AgentBus.Models.Routing.Quality;

namespace AgentBus.ModelBench.Bars;

/// <summary>A provider whose model silently loses half of its successes: calls until hardly any go there; and how often a model that stays the same is taken for a changed one.</summary>
internal sealed class DriftBar : IBar
{
    private const int Streams = 400;
    private const int Before = 500;
    private const int After = 400;
    private const int Window = 20;
    private const double FewOfWindow = 0.2 * Window;
    private const int QuietCalls = 10_000;
    private const int QuietStreams = 100;
    private static readonly double[] QuietRates = [0.95, 0.9, 0.8, 0.6];
    private static readonly FeatureVector Prompt = PromptFeatures.Of("Read the invoice and name the amount due.");

    public string Id => "R8";

    public Figure Measure()
    {
        var delays = Enumerable.Range(1, Streams).Select(Delay).Order().ToList();
        var alarms = QuietRates.Max(rate => Enumerable.Range(1, QuietStreams).Average(seed => Alarms(rate, seed)));
        return Figure.AtMost("calls until a fallen favourite gets under 20 %, p95", delays[(int)(delays.Count * 0.95)], 80, 50).With(
            Figure.Told("the same, p50", delays[delays.Count / 2]),
            Figure.AtMost("false alarms in 10,000 calls, worst of success rates .95 .9 .8 .6", alarms, 0.5, 0.36));
    }

    /// <summary>The favourite does 90 of 100 and then 45, the other model 80.</summary>
    private static int Delay(int seed)
    {
        var (random, policy) = (new Random(seed), new LearnedPolicy());
        QualityModel[] models = [new(0.5), new(0.5)];
        var toFavourite = new bool[Before + After];
        for (var call = 0; call < toFavourite.Length; call++)
        {
            Candidate[] candidates = [Candidate(models, 0), Candidate(models, 1)];
            var decision = policy.Choose(new RoutingRequest(candidates, new Utility(1, 0, 0)) { Draw = random.NextDouble() });
            var chosen = decision.Chosen == candidates[0] ? 0 : 1;
            var rate = chosen == 1 ? 0.8 : call < Before ? 0.9 : 0.45;
            models[chosen].Fold(Prompt, "invoice", random.NextDouble() < rate ? 1 : 0);
            toFavourite[call] = chosen == 0;
        }

        return Enumerable.Range(0, After - Window).FirstOrDefault(
            delay => toFavourite.Skip(Before + delay).Take(Window).Count(taken => taken) < FewOfWindow, After);
    }

    private static Candidate Candidate(QualityModel[] models, int index) => Simulated.Candidate(models[index], $"m{index}", 0, Prompt, "invoice");

    private static int Alarms(double rate, int seed)
    {
        var (random, table) = (new Random(seed), new StepTypeTable(0.5));
        for (var call = 0; call < QuietCalls; call++)
        {
            table.Fold("invoice", random.NextDouble() < rate ? 1 : 0);
        }

        return table.Find("invoice")!.Changes;
    }
}

using AgentBus.Models.Routing;
using AgentBus.Models.Routing.Evaluation;
using AgentBus.Models.Routing.Policies;
using AgentBus.Models.Routing.Quality;

namespace AgentBus.ModelBench.Bars;

/// <summary>One pass of the learned policy over calls, from nothing, where the strong model costs more by a price in good answers.</summary>
/// <param name="calls">The calls; their first outcome is that of the strong model.</param>
/// <param name="price">What the strong model costs more.</param>
/// <param name="seed">Of the order of the calls and of what is explored.</param>
internal sealed class PricedPass(IReadOnlyList<PreparedCall> calls, double price, int seed)
{
    private static readonly string[] Names = ["m0", "m1"];
    private readonly double[] _costs = [price, 0];
    private readonly QualityModel[] _models = [new(0.5), new(0.5)];
    private readonly Advantage _advantage = new();
    private readonly LearnedPolicy _policy = new();

    /// <summary>Whether only the outcome of the called model is seen, and exploration is allowed; else both outcomes are.</summary>
    public bool IsLive { get; init; }

    /// <summary>By how much utility a call the best fixed model in hindsight is better: over all calls, and over the second half of them.</summary>
    public (double All, double SecondHalf) Play()
    {
        var random = new Random(seed);
        var behind = new double[calls.Count];
        PreparedCall[] ordered = [.. Split.Shuffled(calls.Count, seed).Select(index => calls[index])];
        var best = ordered.Average(call => Worth(call, 0)) > ordered.Average(call => Worth(call, 1)) ? 0 : 1;
        foreach (var (index, call) in ordered.Index())
        {
            behind[index] = Worth(call, best) - Worth(call, Play(call, IsLive ? random.NextDouble() : null));
        }

        return (behind.Average(), behind.Skip(calls.Count / 2).Average());
    }

    private int Play(PreparedCall call, double? draw)
    {
        Candidate[] candidates = [.. _models.Select((model, index) => Simulated.Candidate(model, Names[index], _costs[index], call.Features, call.StepType))];
        var decision = _policy.Choose(new RoutingRequest(candidates, new Utility(1, 0, 0))
        {
            Draw = draw, IsLearningProven = _advantage.IsProven, LearningChance = _advantage.Chance,
        });
        var (chosen, learned, fixedChoice) = (Index(decision.Chosen.Model.Name), Index(decision.Contest!.Learned), Index(decision.Contest.Fixed));
        if (IsLive)
        {
            double[] predicted = [.. candidates.Select((candidate, model) => candidate.Expected.Quality.Mean - _costs[model])];
            _advantage.Fold(new JudgedDecision(chosen, decision.Propensity, learned, fixedChoice, Worth(call, chosen), predicted));
            _models[chosen].Fold(call.Features, call.StepType, call.Quality[chosen]);
        }
        else
        {
            _advantage.Fold(Worth(call, learned) - Worth(call, fixedChoice));
            _models[0].Fold(call.Features, call.StepType, call.Quality[0]);
            _models[1].Fold(call.Features, call.StepType, call.Quality[1]);
        }

        return chosen;
    }

    private double Worth(PreparedCall call, int model) => call.Quality[model] - _costs[model];

    private static int Index(string name) => Array.IndexOf(Names, name);
}

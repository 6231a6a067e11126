using System.Diagnostics;
using AgentBus.ModelBench.Data;
using AgentBus.ModelBench.Report;
using AgentBus.Models.Routing;
using AgentBus.Models.Routing.Evaluation;
using AgentBus.Models.Routing.Features;
using AgentBus.Models.Routing.Policies;
using AgentBus.Models.Routing.Quality;

namespace AgentBus.ModelBench.Bars;

/// <summary>Time of a whole decision in process: features, predictions of five candidates, the choice.</summary>
internal sealed class DecisionTimeBar(RoutingData data) : IBar
{
    private const int Rounds = 3;
    private const int Candidates = 5;

    public string Id => "R10";

    public Figure Measure()
    {
        var (book, policy) = (Learned(), new LearnedPolicy());
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            times.Clear();
            times.AddRange(data.Both.Select(call => Time(call, book, policy)));
        }

        times.Sort();
        return Figure.AtMost("decision between five models, p99 in ms", times[(int)(times.Count * 0.99)], 1, 0.1)
            .With(Figure.Told("the same, p50 in ms", times[times.Count / 2]));
    }

    private QualityBook Learned()
    {
        var book = new QualityBook(_ => 0.5);
        foreach (var (row, call) in data.Both.Take(2_000).Index())
        {
            for (var model = 0; model < Candidates; model++)
            {
                book.Of($"m{model}").Fold(PromptFeatures.Of(call.Prompt), call.StepType, call.Quality[(row + model) % 2]);
            }
        }

        return book;
    }

    private static double Time(LabelledCall call, QualityBook book, LearnedPolicy policy)
    {
        var start = Stopwatch.GetTimestamp();
        var features = PromptFeatures.Of(call.Prompt);
        var candidates = new Candidate[Candidates];
        for (var model = 0; model < Candidates; model++)
        {
            candidates[model] = Simulated.Candidate(book.Of($"m{model}"), $"m{model}", model, features, call.StepType);
        }

        policy.Choose(new RoutingRequest(candidates, Utility.For(Objective.Balanced)) { Draw = 0.7, IsLearningProven = true });
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}

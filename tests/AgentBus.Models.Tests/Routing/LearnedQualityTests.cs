using AgentBus.Models.Catalogue;
using AgentBus.Models.Decisions;
using AgentBus.Models.Routing;
using AgentBus.Models.Routing.Features;
using AgentBus.Models.Routing.Quality;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Models.Tests.Routing;

/// <summary>What outcomes teach reaches the predictions for calls.</summary>
public sealed class LearnedQualityTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddModels(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Models:Providers:sim:Kind"] = "Simulated",
        ["Models:Models:known:Provider"] = "sim",
        ["Models:Models:known:Quality"] = "0.6",
        ["Models:Models:other:Provider"] = "sim",
        ["Models:Models:other:Quality"] = "0.3",
    }).Build()).BuildServiceProvider();

    [Fact]
    public void What_was_never_judged_is_as_good_as_its_catalogue_entry_says() =>
        Predict(Learner(), "any").ShouldBe([new QualityEstimate(0.6), new QualityEstimate(0.3)]);

    [Fact]
    public void Outcomes_move_the_predictions_of_the_model_that_was_chosen()
    {
        var learner = Learner();
        Teach(learner, 300);

        var (easy, hard) = (Predict(learner, "please translate this letter"), Predict(learner, "please prove this theorem"));

        easy[0].Mean.ShouldBeGreaterThan(hard[0].Mean + 0.15);
        (easy[0].Usual, easy[0].Outcomes).ShouldBe((hard[0].Usual, 300));
        easy[1].ShouldBe(new QualityEstimate(0.3), "nobody judged the other model");
        learner.Version.ShouldBe("quality-2@300");
    }

    [Fact]
    public void A_gateway_that_takes_on_a_shared_state_goes_on_as_if_it_had_been_there()
    {
        var (first, late) = (Learner(), Learner());
        Teach(first, 40);
        late.Load(first.Save());
        foreach (var learner in new[] { first, late })
        {
            Teach(learner, 40, after: 40);
        }

        late.Save().ShouldBe(first.Save());
        Predict(late, "please prove it").ShouldBe(Predict(first, "please prove it"));
    }

    [Fact]
    public void A_broken_state_is_refused_and_changes_nothing()
    {
        var learner = Learner();
        Teach(learner, 10);
        var before = learner.Save();

        Should.Throw<InvalidDataException>(() => learner.Load(before.AsSpan()[..^5]));

        learner.Save().ShouldBe(before);
    }

    [Fact]
    public async Task Calls_are_predicted_while_outcomes_are_folded_and_the_state_is_saved()
    {
        var learner = Learner();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                Predict(learner, "please prove it").ShouldAllBe(estimate => estimate.Mean >= 0 && estimate.Mean <= 1);
            }
        })).ToList();

        for (var i = 0; i < 2_000; i++)
        {
            var credit = Credit(i + 1, "please prove it", 1);
            learner.Fold(credit with { Decision = credit.Decision with { StepType = $"step {i}" } });
            if (i % 100 == 0)
            {
                learner.Save().ShouldNotBeEmpty();
            }
        }

        await Task.WhenAll(readers);
        Predict(learner, "please prove it")[0].Outcomes.ShouldBe(2_000);
    }

    [Theory]
    [InlineData(OutcomeSources.Feedback, 1, true, "answered", true)]
    [InlineData(OutcomeSources.Accept, 0, true, "answered", true)]
    [InlineData(OutcomeSources.Accept, 1, true, "invalid_output", false)]
    [InlineData(OutcomeSources.Accept, 1, true, "provider_unavailable", false)]
    [InlineData(OutcomeSources.Schema, 0, true, "invalid_output", true)]
    [InlineData(OutcomeSources.Schema, 1, true, "answered", false)]
    [InlineData(OutcomeSources.Schema, 1, false, "answered", true)]
    public void Only_what_tells_of_the_models_own_answer_is_learned_from(string source, double quality, bool isInRun, string ended, bool isLearned)
    {
        var learner = Learner();
        var credit = Credit(1, "please", quality);
        learner.Fold(credit with { Decision = credit.Decision with { RunId = isInRun ? Guid.NewGuid() : null, Outcome = ended }, Outcome = credit.Outcome with { Source = source } });

        Predict(learner, "please")[0].Outcomes.ShouldBe(isLearned ? 1 : 0);
    }

    [Fact]
    public void A_note_of_another_version_is_passed_over()
    {
        var (learner, credit) = (Learner(), Credit(1, "please", 1));

        learner.Fold(credit with { Decision = credit.Decision with { Features = new byte[] { 99, 1, 2 } } });
        learner.Fold(credit with { Decision = credit.Decision with { Features = credit.Decision.Features!.Value[..^3] } });
        learner.Fold(credit with { Decision = credit.Decision with { Features = null } });

        Predict(learner, "please")[0].Outcomes.ShouldBe(0);
    }

    [Fact]
    public void Predictions_are_followed_once_the_decisions_between_them_and_the_fixed_choice_prove_that_it_pays()
    {
        var (learner, random) = (Learner(), new Random(3));
        Judge(learner, random, 300, after: 0);
        IsProven(learner).ShouldBeFalse();

        Judge(learner, random, 6_000, after: 300);

        IsProven(learner).ShouldBeTrue();
        var late = Learner();
        late.Load(learner.Save());
        IsProven(late).ShouldBeTrue("the proof is part of what is shared");
    }

    public void Dispose() => _services.Dispose();

    /// <summary>The learned choice is right nine times of ten and the fixed one five; a tenth of the calls goes to either.</summary>
    private static void Judge(LearnedQuality learner, Random random, int calls, int after)
    {
        var note = new LearningNote(PromptFeatures.Of("please"), new Contest("other", "known", 0.7, 0.6)).Write();
        for (var i = 0; i < calls; i++)
        {
            var isLearned = random.NextDouble() < 0.1;
            var credit = Credit(after + i + 1, "please", random.NextDouble() < (isLearned ? 0.9 : 0.5) ? 1 : 0);
            learner.Fold(credit with
            {
                Decision = credit.Decision with
                {
                    Chosen = isLearned ? "other" : "known",
                    Propensity = isLearned ? 0.1 : 0.9,
                    Features = note,
                    Candidates = [new DecisionCandidate("known", null, 0.6, 0, null), new DecisionCandidate("other", null, 0.7, 0, null)],
                },
            });
        }
    }

    private static void Teach(LearnedQuality learner, int calls, int after = 0)
    {
        for (var i = after; i < after + calls; i++)
        {
            learner.Fold(i % 2 == 0 ? Credit(i + 1, $"please translate letter {i}", 1) : Credit(i + 1, $"please prove theorem {i}", 0));
        }
    }

    private static OutcomeCredit Credit(long position, string prompt, double quality)
    {
        var at = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
        var decision = new ModelDecision(
            Guid.NewGuid(), at, "acme", null, null, null, null, "text", "learned", "1", 0, [], "known", 1, false, "", 0, TimeSpan.Zero, "answered",
            new LearningNote(PromptFeatures.Of(prompt), null).Write());
        return new OutcomeCredit(position, decision, new ModelOutcome(Guid.NewGuid(), "acme", decision.Id, null, null, null, quality, OutcomeSources.Feedback, null, null, at), 1);
    }

    private QualityEstimate[] Predict(LearnedQuality learner, string prompt)
    {
        var catalogue = _services.GetRequiredService<LiveModels>().Catalogue;
        var estimates = new QualityEstimate[2];
        learner.Predict(new RoutingTask("acme", "text", prompt), [catalogue.Find("known")!, catalogue.Find("other")!], estimates);
        return estimates;
    }

    private static bool IsProven(LearnedQuality learner) => learner.Predict(new RoutingTask("acme", "text", "please"), [], []).IsProven;

    private LearnedQuality Learner() => new(_services.GetRequiredService<LiveModels>());
}

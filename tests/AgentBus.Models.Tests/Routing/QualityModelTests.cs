using AgentBus.Models.Routing.Features;
using AgentBus.Models.Routing.Quality;
using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.Models.Tests.Routing;

public sealed class QualityModelTests
{
    private static readonly string[] StepTypes = ["extract", "summarise", "judge"];

    [Fact]
    public void Nothing_known_is_the_prior() => new QualityModel(0.7).Predict(PromptFeatures.Of("any"), "extract").ShouldBe(0.7, 1e-9);

    [Fact]
    public void Words_that_come_with_failures_lower_the_prediction_of_their_prompts()
    {
        var model = new QualityModel(0.5);
        for (var i = 0; i < 300; i++)
        {
            model.Fold(PromptFeatures.Of($"please translate letter {i}"), "text", 1);
            model.Fold(PromptFeatures.Of($"please prove theorem {i}"), "text", 0);
        }

        model.Predict(PromptFeatures.Of("please translate this letter"), "text").ShouldBeGreaterThan(0.6);
        model.Predict(PromptFeatures.Of("please prove this theorem"), "text").ShouldBeLessThan(0.42);
        model.Usual("text").ShouldBe(0.5, 0.02);
    }

    [Fact]
    public void A_step_type_never_seen_is_taken_for_an_average_one_of_the_model()
    {
        var model = new QualityModel(0.5);
        for (var i = 0; i < 200; i++)
        {
            model.Fold(PromptFeatures.Of($"prompt {i}"), "known", i % 4 == 0 ? 0 : 1);
        }

        model.Usual("unknown").ShouldBe(model.Average, 1e-9);
        model.Average.ShouldBe(0.75, 0.03);
    }

    [Fact]
    public void A_prediction_is_a_probability_whatever_was_learned() => Prop.ForAll(Outcomes(), outcomes =>
    {
        var model = new QualityModel(0.5);
        foreach (var outcome in outcomes)
        {
            model.Fold(outcome.Features, outcome.StepType, outcome.Outcome);
            model.Predict(outcome.Features, outcome.StepType).ShouldBeInRange(0, 1);
            model.Usual(outcome.StepType).ShouldBeInRange(0, 1);
        }
    }).Check(Quick);

    [Fact]
    public void A_prediction_lies_between_the_usual_rate_and_what_the_prompt_says() => Prop.ForAll(Outcomes(), outcomes =>
    {
        var model = new QualityModel(0.5);
        foreach (var outcome in outcomes)
        {
            model.Fold(outcome.Features, outcome.StepType, outcome.Outcome);
            var (usual, byPrompt) = (model.Usual(outcome.StepType), model.ByPrompt(outcome.Features, outcome.StepType));
            model.Predict(outcome.Features, outcome.StepType).ShouldBeInRange(Math.Min(usual, byPrompt) - 1e-12, Math.Max(usual, byPrompt) + 1e-12);
        }
    }).Check(Quick);

    [Fact]
    public void Outcomes_that_share_a_verdict_count_as_one_together()
    {
        var (whole, shared) = (new QualityModel(0.5), new QualityModel(0.5));
        for (var i = 0; i < 40; i++)
        {
            whole.Fold(PromptFeatures.Of("please"), "text", i % 4 == 0 ? 0 : 1);
            for (var part = 0; part < 4; part++)
            {
                shared.Fold(PromptFeatures.Of("please"), "text", i % 4 == 0 ? 0 : 1, 0.25);
            }
        }

        shared.Count.ShouldBe(whole.Count, 1e-9);
        shared.Usual("text").ShouldBe(whole.Usual("text"), 1e-9);
        shared.Predict(PromptFeatures.Of("please"), "text").ShouldBe(whole.Predict(PromptFeatures.Of("please"), "text"), 0.02);
    }

    [Fact]
    public void Books_that_folded_the_same_rows_are_equal_byte_for_byte_however_often_a_row_came() => Prop.ForAll(Outcomes(), outcomes =>
    {
        var (once, twice) = (Book(outcomes), new QualityBook(_ => 0.5));
        foreach (var outcome in outcomes)
        {
            twice.Fold(outcome);
            twice.Fold(outcome);
        }

        twice.Save().ShouldBe(once.Save());
    }).Check(Quick);

    [Fact]
    public void A_snapshot_goes_on_as_the_book_it_was_taken_of() => Prop.ForAll(Outcomes(), Outcomes(), (before, after) =>
    {
        var book = Book(before);
        var copy = QualityBook.Load(book.Save(), _ => 0.5);
        foreach (var outcome in after.Select(outcome => outcome with { Row = outcome.Row + before.Count }))
        {
            book.Fold(outcome);
            copy.Fold(outcome);
            copy.Predict(outcome.Model, outcome.Features, outcome.StepType).ShouldBe(book.Predict(outcome.Model, outcome.Features, outcome.StepType));
        }

        copy.Save().ShouldBe(book.Save());
    }).Check(Quick);

    [Fact]
    public void A_broken_snapshot_is_refused_with_what_to_do()
    {
        var saved = Book([new JudgedAnswer(1, "m", "s", PromptFeatures.Of("a b c"), 1)]).Save();

        Should.Throw<InvalidDataException>(() => QualityBook.Load(saved[..^3], _ => 0.5)).Message.ShouldContain("Learn from the outcome rows instead");
        Should.Throw<InvalidDataException>(() => QualityBook.Load([9, 0, 0, 0, .. saved[4..]], _ => 0.5)).Message.ShouldContain("version 9");
    }

    [Fact]
    public void A_model_that_fell_is_known_for_what_it_does_now()
    {
        var (model, random) = (new QualityModel(0.5), new Random(5));
        for (var i = 0; i < 1_060; i++)
        {
            model.Fold(PromptFeatures.Of("name the amount due"), "invoice", random.NextDouble() < (i < 1_000 ? 0.95 : 0.3) ? 1 : 0);
        }

        model.Changes("invoice").ShouldBeGreaterThan(0);
        model.Usual("invoice").ShouldBeLessThan(0.5);
        model.Fixed("invoice").ShouldBe(model.Usual("invoice"));
        model.Fixed("letter").ShouldBe(model.Average);
        model.Predict(PromptFeatures.Of("name the amount due"), "invoice").ShouldBeLessThan(0.5);
    }

    private static QualityBook Book(IEnumerable<JudgedAnswer> outcomes)
    {
        var book = new QualityBook(_ => 0.5);
        foreach (var outcome in outcomes)
        {
            book.Fold(outcome);
        }

        return book;
    }

    private static Arbitrary<List<JudgedAnswer>> Outcomes() =>
        (from word in Gen.Elements("prove", "sum", "name", "list", "why", "twelve", "12 + 30")
         from stepType in Gen.Elements(StepTypes)
         from model in Gen.Elements("large", "small")
         from outcome in Gen.Elements(0, 0.5, 1)
         select (Features: PromptFeatures.Of($"please {word}"), stepType, model, outcome))
        .ListOf().Select(rows => rows.Select((row, index) => new JudgedAnswer(index + 1, row.model, row.stepType, row.Features, row.outcome)).ToList()).ToArbitrary();

    private static Config Quick => Config.QuickThrowOnFailure.WithMaxTest(20).WithEndSize(40);
}

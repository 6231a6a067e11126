using AgentBus.Agents.Validation.Checks;

namespace AgentBus.Agents.Validation.Tests.Checks;

public sealed class CheckTests
{
    private const string Passage = "Limits. The broker keeps 1,200 messages of `orders` in RabbitMQ. Nobody says that the cache is safe. It was made by Ada Lovelace in May.";

    [Theory]
    [InlineData("The broker keeps 1,200 messages of orders in RabbitMQ.", true)]
    [InlineData("the broker  keeps 1,200 messages of *orders* in RabbitMQ", true)]
    [InlineData("The broker keeps 1,200 messages of orders in RabbitMQ. Nobody says that the cache is safe.", true)]
    [InlineData("The cache is safe.", false)]
    [InlineData("The broker keeps 1,300 messages of orders in RabbitMQ.", false)]
    [InlineData("The broker keeps messages of orders in RabbitMQ.", false)]
    [InlineData("", false)]
    public void Word_for_word_means_whole_sentences(string claim, bool supported) => Verbatim.Supports(claim, Passage).ShouldBe(supported);

    [Theory]
    [InlineData("RabbitMQ has 1200 messages.", null)]
    [InlineData("RabbitMQ has 1300 messages.", "number")]
    [InlineData("The broker was made by Charles Babbage.", "name")]
    [InlineData("The broker does not keep 1,200 messages of orders in RabbitMQ.", "negation")]
    [InlineData("Somebody named Ada made it, Lovelace it was.", null)]
    public void Words_tell_numbers_names_and_negations_that_the_passage_lacks(string claim, string? kind) =>
        WordChecks.Of(claim, Passage).Select(fault => fault.Kind).ShouldBe(kind is null ? [] : [kind]);

    [Fact]
    public void The_judges_faults_come_first_and_the_words_add_what_it_missed()
    {
        var claim = new Claim("1", "Charles keeps 7 messages, says Babbage.", Passage);
        var verdict = Verdict.With(claim, new Judgement { Support = 0.9, Faults = [new JudgedFault("number", "the judge's words")] });

        verdict.Faults.Select(fault => (fault.Kind, fault.Detail))
            .ShouldBe([("number", "the judge's words"), ("name", "The passage does not name Babbage.")]);
        verdict.Support.ShouldBe(0.3);
    }

    [Fact]
    public void Coverage_is_the_part_of_the_topics_words_that_are_spoken_of()
    {
        Coverage.Of("How messages are retried", ["A message comes again."]).ShouldBe(0.5);
        Coverage.Of("the and of", ["x"]).ShouldBe(1);
        Coverage.Of("queue limits", ["Queues have limits."]).ShouldBe(1);
    }

    [Fact]
    public void Confidence_falls_with_faults_with_what_is_left_out_and_with_contradictions()
    {
        Judgement good = new() { Support = 1, Faults = [] }, bad = new() { Support = 0.9, Faults = [new JudgedFault("number", "x")] };
        Confidence.Of([good, good], 1, 0).ShouldBe(1);
        Confidence.Of([good, bad], 1, 0).ShouldBe(0.5);
        Confidence.Of([good, good], 0.5, 0).ShouldBe(0.95);
        Confidence.Of([good, good], 1, 50).ShouldBe(0.9);
        Confidence.Of([], 1, 0).ShouldBe(0);
    }

    [Theory]
    [InlineData(0, 0.275)]
    [InlineData(0.29, 0.514)]
    [InlineData(0.333, 0.55)]
    [InlineData(0.34, 0.934)]
    public void A_draft_that_leaves_most_of_its_topic_out_is_not_trusted_however_well_it_is_supported(double coverage, double confidence) =>
        Confidence.Of([new Judgement { Support = 1, Faults = [] }], coverage, 0).ShouldBe(confidence, 0.001);
}

using AgentBus.Agents.Analysis.Comparing;

namespace AgentBus.Agents.Analysis.Tests.Comparing;

public sealed class SourceComparisonTests
{
    [Fact]
    public void Another_number_in_the_same_statement_is_a_contradiction()
    {
        var (agreements, contradictions) = Compare("A quorum queue stores each message on 3 nodes by default.",
            "By default a quorum queue stores each message on 5 nodes.");
        agreements.ShouldBeEmpty();
        var found = contradictions.ShouldHaveSingleItem();
        (found.Kind, found.Detail).ShouldBe(("number", "One source says 3, another 5:"));
    }

    [Fact]
    public void A_short_statement_contradicts_by_the_numbers_that_both_give() =>
        Compare("The museum had 1,700 visitors in 2019.",
            "The museum had 1,900 visitors in 2019.").Contradictions.ShouldHaveSingleItem().Detail.ShouldBe("One source says 1700, another 1900:");

    [Fact]
    public void A_denial_is_a_contradiction() =>
        Compare("Classic queues do not keep messages when the broker restarts.",
            "Classic queues keep messages when the broker restarts.").Contradictions.ShouldHaveSingleItem().Kind.ShouldBe("negation");

    [Fact]
    public void The_same_in_other_words_is_an_agreement()
    {
        var (agreements, contradictions) = Compare("The broker retries a failed message with exponential backoff.",
            "A failed message is retried by the broker with backoff.");
        contradictions.ShouldBeEmpty();
        agreements.ShouldHaveSingleItem().Similarity.ShouldBeGreaterThan(0.5);
    }

    [Theory]
    [InlineData("The broker retries a message 3 times.", "The database writes its log 5 times.")]
    [InlineData("A quorum queue stores each message on nodes of the cluster.", "A quorum queue stores each message on 3 nodes of the cluster.")]
    public void Statements_on_other_things_and_added_numbers_contradict_nothing(string a, string b) => Compare(a, b).Contradictions.ShouldBeEmpty();

    [Fact]
    public void A_source_is_not_compared_with_itself()
    {
        var same = new[] { "The queue stores each message on 3 nodes by default.", "The queue stores each message on 5 nodes by default." };
        var (agreements, contradictions) = SourceComparison.Of([.. same.Select(text => Statement.Of(new CitedSentence(text, "p"), "one.md"))]);
        agreements.ShouldBeEmpty();
        contradictions.ShouldBeEmpty();
    }

    private static (IReadOnlyList<Agreement> Agreements, IReadOnlyList<Contradiction> Contradictions) Compare(string a, string b) =>
        SourceComparison.Of([Statement.Of(new CitedSentence(a, "a"), "a.md"), Statement.Of(new CitedSentence(b, "b"), "b.md")]);
}

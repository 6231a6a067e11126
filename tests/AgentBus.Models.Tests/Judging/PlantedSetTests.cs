using AgentBus.Models.Extractive.Judging;
using AgentBus.Models.Extractive.Text;

namespace AgentBus.Models.Tests.Judging;

/// <summary>How well planted errors are found. The bars are well over what the product promises (90 % caught, 10 % false alarms), for the texts here are clean.</summary>
public sealed class PlantedSetTests
{
    private static readonly List<(string Passage, IReadOnlyList<string> Sentences)> Source =
        [.. SourceTexts.Passages.Select(p => (p, (IReadOnlyList<string>)[.. Sentences.Quotable(p)]))];

    [Fact]
    public void The_source_has_a_hundred_sentences() => Source.Sum(s => s.Sentences.Count).ShouldBe(100);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Altered_sentences_are_caught_and_unaltered_ones_pass(int seed)
    {
        // Each sentence once as it is and once altered.
        var set = Planted.EachTwice(Source, seed);
        var judged = set.Select(c => (Claim: c, Caught: Support.Judge(c.Claim, c.Passage).Faults.Count > 0)).ToList();
        var altered = judged.Where(j => j.Claim.Alteration is not null).ToList();
        var unaltered = judged.Where(j => j.Claim.Alteration is null).ToList();

        unaltered.Count.ShouldBe(100);
        altered.Count.ShouldBeGreaterThanOrEqualTo(95);
        unaltered.Where(j => j.Caught).Select(j => j.Claim.Claim).ShouldBeEmpty();
        var missed = altered.Where(j => !j.Caught).Select(j => $"{j.Claim.Alteration}: {j.Claim.Claim}").ToList();
        missed.Count.ShouldBeLessThanOrEqualTo(altered.Count * 3 / 100, string.Join('\n', missed));
    }

    [Theory]
    [InlineData("number")]
    [InlineData("negation")]
    [InlineData("name")]
    public void A_caught_alteration_is_named_by_its_kind(string kind)
    {
        var claims = Enumerable.Range(1, 4).SelectMany(seed => Planted.EachTwice(Source, seed)).Where(c => c.Alteration == kind).ToList();

        var named = claims.Count(c => Support.Judge(c.Claim, c.Passage).Faults.Any(f => f.Kind == kind));

        claims.Count.ShouldBeGreaterThan(50);
        named.ShouldBeGreaterThanOrEqualTo(claims.Count * 95 / 100);
    }
}

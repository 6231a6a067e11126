using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.Agents.Routing.Tests;

public sealed class ReadingPlanTests
{
    private static readonly ClassifyOutput Narrow = new() { Label = "narrow", Confidence = 0.8 };
    private static readonly ClassifyOutput Broad = new() { Label = "broad", Confidence = 0.8 };

    [Fact]
    public void A_narrow_topic_and_few_files_are_read_quickly()
    {
        var plan = ReadingPlan.Make(Input("a.md", "b.txt"), Narrow);
        plan.ShouldSatisfyAllConditions(
            () => plan.Depth.ShouldBe("quick"),
            () => plan.Reason.ShouldBe("Quick: a narrow topic and 2 plain sources."),
            () => plan.Confidence.ShouldBe(0.9),
            () => plan.MaxPassages.ShouldBe(24),
            () => plan.Candidates.ShouldBe(["files"]));
    }

    [Theory]
    [InlineData("Thorough: 1 folder.", "docs/")]
    [InlineData("Thorough: 4 sources.", "a.md", "b.md", "c.md", "d.md")]
    public void Folders_and_many_sources_are_read_thoroughly(string reason, params string[] sources) =>
        ReadingPlan.Make(Input(sources), Narrow).Reason.ShouldBe(reason);

    [Fact]
    public void A_broad_topic_or_a_long_briefing_is_read_thoroughly()
    {
        ReadingPlan.Make(Input("a.md"), Broad).Reason.ShouldBe("Thorough: the topic is broad.");
        ReadingPlan.Make(Input("a.md") with { Length = 40 }, Narrow).Reason.ShouldBe("Thorough: 40 sentences are wanted.");
        ReadingPlan.Make(Input("a.md"), Broad with { Confidence = 0.5 }).Depth.ShouldBe("quick");
    }

    [Fact]
    public void Slow_sources_are_spread_over_the_groups()
    {
        var sources = Enumerable.Range(0, 6).Select(i => $"http://host/{i}").Concat(Enumerable.Range(0, 6).Select(i => $"{i}.md"));
        var plan = ReadingPlan.Make(Input([.. sources]), Narrow);
        plan.Groups.Count.ShouldBe(6);
        plan.Groups.ShouldAllBe(group => group.Count == 2 && group.Count(source => source.StartsWith("http")) == 1);
        plan.Candidates.ShouldBe(["web", "files"], ignoreOrder: true);
    }

    [Fact]
    public void Every_source_is_in_one_group_and_all_passages_fit_together()
    {
        var sources = Gen.NonEmptyListOf(
            Gen.Elements("a.md", "docs", "http://x/y", "search: words", "b.csv", "c/d/", "e.html", "f.json", "https://z", "search: more"));
        Check.QuickThrowOnFailure(Prop.ForAll(sources.ToArbitrary(), some =>
        {
            var plan = ReadingPlan.Make(Input([.. some]), Broad);
            return plan.Groups.SelectMany(group => group).Order().SequenceEqual(some.Distinct().Order())
                && plan.Groups.All(group => group.Count > 0) && plan.Groups.Count <= 6
                && plan.MaxPassages is >= 1 and <= 60 && plan.MaxPassages * plan.Groups.Count <= 120 && plan.Confidence is > 0 and <= 1;
        }));
    }

    [Theory]
    [InlineData("search: some words", "Search")]
    [InlineData("https://example.org/a.md", "Web")]
    [InlineData("ftp://example.org", "Web")]
    [InlineData("/docs/a.md", "File")]
    [InlineData("/docs", "Folder")]
    [InlineData("/docs.d/", "Folder")]
    public void The_kind_is_told_by_the_look(string source, string kind) => SourceKinds.Of(source).ToString().ShouldBe(kind);

    private static RoutingInput Input(params string[] sources) => new() { Topic = "queues", Sources = sources };
}

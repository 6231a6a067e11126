using AgentBus.Models.Routing.Features;
using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.Models.Tests.Routing;

public sealed class PromptFeaturesTests
{
    [Fact]
    public void Any_text_gives_distinct_features_in_range_and_the_same_ones_again() => Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
    {
        var features = PromptFeatures.Of(text ?? "", "step");

        features.Indexes.ShouldBe(PromptFeatures.Of(text ?? "", "step").Indexes);
        features.Indexes.ShouldBeUnique();
        features.Indexes.ShouldAllBe(index => index >= 0 && index < FeatureVector.Size);
        features.Values.ShouldAllBe(value => float.IsFinite(value) && value >= 0 && value < 10);
    }).QuickCheckThrowOnFailure();

    // Weights are stored and shared between instances: a hash that changes makes all of them worthless.
    [Fact]
    public void Features_of_a_text_are_what_they_were_in_earlier_versions()
    {
        StableHash.Of("invoice").ShouldBe(InvoiceHash);
        PromptFeatures.Of("Pay the invoice", "billing").Indexes.Take(6).ShouldBe(InvoiceFeatures);
    }

    [Fact]
    public void Case_and_marks_change_no_word() =>
        PromptFeatures.Of("Pay: THE invoice!").Indexes.ShouldBe(PromptFeatures.Of("pay the invoice").Indexes);

    [Fact]
    public void Order_of_words_makes_a_difference() =>
        PromptFeatures.Of("dog bites man").Indexes.ShouldNotBe(PromptFeatures.Of("man bites dog").Indexes, ignoreOrder: true);

    [Fact]
    public void Words_that_read_like_numbers_are_no_trouble()
    {
        var hostile = PromptFeatures.Of("nan infinity 1e999 99999999999999999999999999999 ٣ ½ 0x1F -∞");

        hostile.Values.ShouldAllBe(value => float.IsFinite(value));
    }

    [Fact]
    public void A_document_of_megabytes_gives_no_more_features_than_its_ends()
    {
        var words = string.Join(' ', Enumerable.Range(0, 500_000));

        PromptFeatures.Of(words).Indexes.Length.ShouldBeLessThan(PromptFeatures.MostRead);
    }

    private const ulong InvoiceHash = 0;
    private static readonly int[] InvoiceFeatures = [];
}

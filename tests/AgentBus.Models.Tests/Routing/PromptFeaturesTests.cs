using AgentBus.Models.Routing.Features;
using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.Models.Tests.Routing;

public sealed class PromptFeaturesTests
{
    // Weights are stored and shared between instances: a hash that changes makes all of them worthless.
    private const ulong InvoiceHash = 16_922_311_491_766_345_453;
    private static readonly int[] InvoiceWords = [138_958, 144_597, 40_722, 155_373, 52_174];

    [Fact]
    public void Any_text_gives_distinct_words_in_range_and_the_same_ones_again() => Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
    {
        var features = PromptFeatures.Of(text ?? "");

        features.Words.ShouldBe(PromptFeatures.Of(text ?? "").Words);
        features.Words.ShouldBeUnique();
        features.Words.ShouldAllBe(word => word >= 0 && word < FeatureVector.WordPlaces);
        features.Shape.Length.ShouldBe(ShapeFeatures.Count);
        features.Shape.ShouldAllBe(value => float.IsFinite(value) && Math.Abs(value) < 100);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Features_of_a_text_are_what_they_were_in_earlier_versions()
    {
        StableHash.Of("invoice").ShouldBe(InvoiceHash);
        PromptFeatures.Of("Pay the invoice").Words.ShouldBe(InvoiceWords);
    }

    [Fact]
    public void Case_and_marks_change_no_word() => PromptFeatures.Of("Pay: THE invoice!").Words.ShouldBe(PromptFeatures.Of("pay the invoice").Words);

    [Fact]
    public void Order_of_words_makes_a_difference() =>
        PromptFeatures.Of("dog bites man").Words.Order().ShouldNotBe(PromptFeatures.Of("man bites dog").Words.Order());

    [Fact]
    public void Numbers_and_negations_change_the_shape()
    {
        PromptFeatures.Of("There are 12 rows").Shape.ShouldNotBe(PromptFeatures.Of("There are 99 rows").Shape);
        PromptFeatures.Of("It is now here").Shape.ShouldNotBe(PromptFeatures.Of("It is not here").Shape);
    }

    [Fact]
    public void Words_that_read_like_numbers_are_no_trouble() =>
        PromptFeatures.Of("nan infinity 1e999 99999999999999999999999999999 ٣ ½ 0x1F -∞").Shape.ShouldAllBe(value => float.IsFinite(value));

    [Fact]
    public void A_document_of_megabytes_gives_no_more_words_than_its_ends() =>
        PromptFeatures.Of(string.Join(' ', Enumerable.Range(0, 500_000))).Words.Length.ShouldBeLessThan(PromptFeatures.MostRead);
}

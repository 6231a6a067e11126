using AgentBus.Models.Cache;
using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.Models.Tests.Cache;

/// <summary>Nearly the same words are the same question; whatever else differs makes another one.</summary>
public sealed class NearTextTests
{
    private const string Question = "Ann, who lives in Paris, has 3.5 kg of \"red\" apples (not green ones). How many euros - at $2 each - doesn't she get?";

    [Theory]
    [InlineData("  Ann, who lives\tin Paris,\r\n\r\nhas 3.5 kg of \"red\" apples (not green ones).   How many euros - at $2 each - doesn't she get?\n")]
    [InlineData("ANN, WHO LIVES IN PARIS, HAS 3.5 KG OF \"RED\" APPLES (NOT GREEN ONES). HOW MANY EUROS - AT $2 EACH - DOESN'T SHE GET?")]
    [InlineData("ann, who lives in paris, has 3.5 kg of \"red\" apples (not green ones). how many euros - at $2 each - doesn't she get?")]
    [InlineData("Ann, Who Lives In Paris, Has 3.5 Kg Of \"Red\" Apples (Not Green Ones). How Many Euros - At $2 Each - Doesn't She Get?")]
    [InlineData("aNN, WHO LIVES IN pARIS, HAS 3.5 KG OF \"RED\" APPLES (NOT GREEN ONES). hOW MANY EUROS - AT $2 EACH - DOESN'T SHE GET?")]
    [InlineData("Ann who lives in Paris has 3.5 kg of red apples (not green ones) How many euros at $2 each doesn't she get")]
    [InlineData("Ann, who lives in Paris, has 3.5 kg of “red” apples (not green ones). How many euros — at $2 each — doesn’t she get??!")]
    [InlineData("Ann; who lives in Paris: has 3.5 kg of 'red' apples (not green ones)... how many euros -- at $2 each -- doesn't she get…")]
    public void White_space_case_and_sentence_punctuation_make_no_other_question(string variant) => AreSame(Question, variant).ShouldBeTrue();

    [Theory]
    [InlineData("3.5", "35")]
    [InlineData("3.5", "3.6")]
    [InlineData("3.5", "-3.5")]
    [InlineData("3.5", "3,5")]
    [InlineData("$2", "2")]
    [InlineData("$2", "€2")]
    [InlineData("$2", "20")]
    [InlineData("doesn't", "does")]
    [InlineData("not green", "green")]
    [InlineData("not green", "not, not green")]
    [InlineData("Paris", "Rome")]
    [InlineData("Ann", "Anna")]
    [InlineData("many", "few")]
    [InlineData("(not green ones)", "not green ones")]
    [InlineData("kg", "g")]
    [InlineData("Ann, who lives in Paris,", "Paris, who lives in Ann,")]
    public void Another_number_negation_name_unit_or_order_does(string part, string other) =>
        AreSame(Question, Question.Replace(part, other, StringComparison.Ordinal)).ShouldBeFalse();

    [Theory]
    [InlineData("What is 5! divided by 3?", "What is 5 divided by 3?")]
    [InlineData("Is y' = y the equation?", "Is y = y the equation?")]
    [InlineData("What is 7 - 3 here?", "What is 7 3 here?")]
    [InlineData("What is x - y then?", "What is x y then?")]
    [InlineData("What is 2 * (3 + 4) in all?", "What is 2 * 3 + 4 in all?")]
    [InlineData("A pipe of 5\" in a wall", "A pipe of 5' in a wall")]
    [InlineData("What is .5 of it?", "What is 5 of it?")]
    [InlineData("What is x² of it?", "What is x2 of it?")]
    [InlineData("Mix at a ratio of 2 : 1 please", "Mix at a ratio of 2 1 please")]
    [InlineData("Mix at a ratio of 2:1 please", "Mix at a ratio of 21 please")]
    [InlineData("Is 1,200 more than it?", "Is 1 200 more than it?")]
    [InlineData("Learn some C++ now", "Learn some C now")]
    [InlineData("What does grep -v do?", "What does grep v do?")]
    [InlineData("We're there now", "Were there now")]
    [InlineData("The ____ sees the dog", "The sees ____ the dog")]
    [InlineData("resign from the club", "re-sign from the club")]
    public void What_looks_like_punctuation_and_says_something_counts(string one, string other) => AreSame(one, other).ShouldBeFalse();

    [Theory]
    [InlineData("Tell us what the law says in detail", "Tell US what the law says in detail")]
    [InlineData("A generator that makes 5 mW of power", "A generator that makes 5 MW of power")]
    [InlineData("Is 5 mW safe for Anna, not Bob?", "Is 5 MW safe for Anna, not Bob?")]
    [InlineData("We ask how the polish is made", "We ask how the Polish is made")]
    [InlineData("We have 8 Mb of it left", "We have 8 MB of it left")]
    public void Case_that_tells_words_apart_counts_where_the_texts_use_it(string one, string other)
    {
        AreSame(one, other).ShouldBeFalse();
        AreSame(one.ToUpperInvariant(), other).ShouldBeTrue("in capitals only nobody can tell");
    }

    [Theory]
    [InlineData("Hello there. The cat sat on it, but why?", "Hello there the cat sat on it but why")]
    [InlineData("how did the Romans build it?", "How did the Romans build it?")]
    public void A_capital_that_only_begins_a_sentence_does_not(string one, string other) => AreSame(one, other).ShouldBeTrue();

    [Theory]
    [InlineData("""{"text": "What is it?"}""")]
    [InlineData("Explain ```x  = 1``` to me")]
    [InlineData("<p>What is it?</p>")]
    public void Code_and_markup_are_no_plain_text(string text) => NearText.Of(text).ShouldBeNull();

    [Fact]
    public void Half_of_a_surrogate_pair_is_no_plain_text() => NearText.Of($"What is {(char)0xD800}?").ShouldBeNull();

    [Fact]
    public void Any_run_of_white_space_is_one_blank() => Prop.ForAll<NonEmptyString[], int>((words, seed) =>
    {
        var random = new Random(seed);
        string[] plain = [.. words.Select(word => new string([.. word.Get.Where(char.IsAsciiLetterOrDigit)])).Where(word => word.Length > 0)];
        string Blanks() => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => " \t\n\u00A0"[random.Next(4)]));
        return AreSame(string.Join(' ', plain), Blanks() + string.Concat(plain.Select(word => word + Blanks())));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Texts_of_other_letters_or_digits_are_never_the_same() => Prop.ForAll<NonEmptyString, NonEmptyString>((one, other) =>
    {
        var (first, second) = (Prose(one.Get), Prose(other.Get));
        return Plain(first) == Plain(second) || !AreSame(first, second);

        static string Prose(string text) => new([.. text.Where(c => char.IsAscii(c) && !char.IsControl(c))]);
        static string Plain(string text) => new([.. text.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);
    }).QuickCheckThrowOnFailure();

    private static bool AreSame(string one, string other) =>
        NearText.Of(one) is { } first && NearText.Of(other) is { } second && first.Words == second.Words && NearText.ShapesAgree(first.Shape, second.Shape);
}

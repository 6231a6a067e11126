using System.Text;
using AgentBus.Models.Routing;
using AgentBus.Models.Routing.Features;
using AgentBus.Models.Routing.Quality;
using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.Models.Tests.Routing;

public sealed class LearningNoteTests
{
    private static readonly Contest Decided = new("large", "small", 0.7, 0.65);

    [Fact]
    public void A_note_comes_back_as_it_was_written() => Prop.ForAll<NonNull<string>>(prompt =>
    {
        var features = PromptFeatures.Of(prompt.Get);

        var note = LearningNote.Read(new LearningNote(features, Decided).Write()).ShouldNotBeNull();

        note.Features.Words.ShouldBe(features.Words, ignoreOrder: true);
        note.Features.Shape.ShouldBe(features.Shape);
        note.Contest.ShouldBe(Decided);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public void A_note_cut_anywhere_is_none()
    {
        var note = new LearningNote(PromptFeatures.Of("name the amount due"), Decided).Write();

        Enumerable.Range(0, note.Length).ShouldAllBe(length => LearningNote.Read(note.AsMemory(0, length)) == null);
    }

    [Fact]
    public void A_note_holds_nothing_of_the_prompts_words()
    {
        var note = Encoding.UTF8.GetString(new LearningNote(PromptFeatures.Of("the patient Erika Mustermann has influenza"), null).Write());

        new[] { "patient", "erika", "mustermann", "influenza" }.ShouldAllBe(word => !note.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Other_prompts_have_other_hashes()
    {
        var prompts = new[] { "", "a", "a b", "b a", "a  b?", "2 + 2", "2 + 3" };

        prompts.Select(prompt => PromptFeatures.Of(prompt).Hash()).Distinct().Count().ShouldBe(prompts.Length);
        PromptFeatures.Of("a b").Hash().ShouldBe(PromptFeatures.Of("a b").Hash());
    }
}

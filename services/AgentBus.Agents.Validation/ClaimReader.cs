using AgentBus.Agents.Validation.Checks;

namespace AgentBus.Agents.Validation;

/// <summary>Takes the claims out of what validation is asked.</summary>
internal static class ClaimReader
{
    /// <summary>Each sentence of a draft with the passage it cites; null where no such passage was given.</summary>
    public static IReadOnlyList<(Claim Claim, bool HasPassage)> Of(Draft draft, IReadOnlyList<Passage> passages)
    {
        var texts = passages.DistinctBy(passage => passage.Id).ToDictionary(passage => passage.Id, passage => passage.Text, StringComparer.Ordinal);
        return
        [
            .. from section in draft.Sections
               from sentence in section.Sentences
               let found = texts.TryGetValue(sentence.PassageId, out _)
               select (new Claim(sentence.PassageId, sentence.Text, texts.GetValueOrDefault(sentence.PassageId, string.Empty)), found),
        ];
    }

    /// <summary>The judgement on a sentence whose passage is not there.</summary>
    public static Judgement WithoutPassage(Claim claim) =>
        new() { Id = claim.Id, Support = 0, Faults = [new JudgedFault("source", $"It cites '{claim.Id}', which is not among the passages.")] };
}

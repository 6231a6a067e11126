using AgentBus.Agents.Validation.Checks;
using AgentBus.AgentSdk;
using AgentBus.AgentSdk.Chat;

namespace AgentBus.Agents.Validation;

/// <summary>Judges claims: word for word first, then by a model and by the words together.</summary>
internal static class Judge
{
    private const int BatchSize = 50;

    /// <summary>One judgement for each claim, in their order; null when the model did not answer for each.</summary>
    public static async Task<IReadOnlyList<Judgement>?> JudgeAsync(IReadOnlyList<(Claim Claim, bool HasPassage)> claims, AgentContext context,
        CancellationToken cancellationToken)
    {
        var judgements = claims.Select(item => item.HasPassage ? Verdict.WithoutJudge(item.Claim) : ClaimReader.WithoutPassage(item.Claim)).ToArray();
        var open = Enumerable.Range(0, claims.Count).Where(index => judgements[index] is null).Chunk(BatchSize).ToList();
        foreach (var (batch, number) in open.Select((batch, number) => (batch, number)))
        {
            context.Progress((double)number / open.Count, "checking sentences against their passages");

            // The place stands for the id in the call: the caller's ids need not differ.
            var pairs = batch.Select(index => claims[index].Claim with { Id = index.ToString(System.Globalization.CultureInfo.InvariantCulture) })
                .ToList();
            var answer = await context.AskAsync(
                "judge", "judge", new JudgeInput(pairs), ValidationJson.Default.JudgeInput, ValidationJson.Default.JudgeOutput, Schemas.Judge,
                    cancellationToken);
            if (!answer.Results.Select(result => result.Id).SequenceEqual(pairs.Select(pair => pair.Id), StringComparer.Ordinal))
            {
                return null;
            }

            foreach (var (index, judged) in batch.Zip(answer.Results))
            {
                judgements[index] = Verdict.With(claims[index].Claim, judged);
            }
        }

        return judgements!;
    }
}

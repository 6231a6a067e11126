using AgentBus.ModelBench.Cache;
using AgentBus.ModelBench.Data;
using AgentBus.ModelBench.Report;

namespace AgentBus.ModelBench.Bars;

/// <summary>
/// Answers that the near-match cache gives to other questions: among the prompts themselves, to copies with another number, negation, opposite or name; and how many ways to write the same prompt
/// it knows.
/// </summary>
internal sealed class CacheBar(RoutingData data) : IMeasurement
{
    private const int Swapped = 1_000;

    /// <summary>They make 79,800 pairs.</summary>
    private const int Paired = 400;

    public Section Section => Section.Bars;

    public string Id => "cache";

    public async Task<Figure> MeasureAsync(CancellationToken cancellationToken)
    {
        string[] gsm = [.. data.Gsm.Select(call => call.Prompt).Distinct()];
        string[] mmlu = [.. data.Mmlu.Select(call => call.Prompt).Distinct()];
        string[] numbers = [.. gsm.Concat(gsm.SelectMany(Changes.OfNumbers)).Distinct()];
        string[] some = [.. Spread(mmlu, Swapped)];
        Figure[] wrong =
        [
            await PairsAsync("GSM8K and copies with another number", numbers),
            await ChangedAsync("negation", some, Changes.OfNegations),
            await ChangedAsync("opposite", some, Changes.OfOpposites),
            await ChangedAsync("name", some, Changes.OfNames),
            await PairsAsync("prompts of MMLU", [.. Spread(mmlu, Paired)]),
            await PairsAsync("all prompts of MMLU", mmlu),
        ];
        return Figure.AtMost("wrong answers of the near-match cache", wrong.Sum(part => part.Value), 0, 0).With([.. wrong, await HitsAsync([.. gsm, .. mmlu])]);
    }

    /// <summary>Each prompt is looked up among all before it, so every pair is tried.</summary>
    private static async Task<Figure> PairsAsync(string what, IReadOnlyList<string> prompts)
    {
        using var bed = new CacheBed();
        var (wrong, right) = (0, 0);
        foreach (var prompt in prompts)
        {
            if (await bed.ServedAsync(prompt) is not { } other)
            {
                await bed.KeepAsync(prompt);
            }
            else if (Meaning.IsSame(prompt, other))
            {
                right++;
            }
            else
            {
                wrong++;
            }
        }

        return Figure.AtMost(FormattableString.Invariant($"{what}, {(long)prompts.Count * (prompts.Count - 1) / 2:N0} pairs ({right} asked the same)"), wrong, 0, 0);
    }

    private static async Task<Figure> ChangedAsync(string what, IReadOnlyList<string> prompts, Func<string, IEnumerable<string>> change)
    {
        using var bed = new CacheBed();
        foreach (var prompt in prompts)
        {
            await bed.KeepAsync(prompt);
        }

        var (copies, wrong) = (0, 0);
        foreach (var copy in prompts.SelectMany(prompt => change(prompt).Where(copy => copy != prompt)))
        {
            copies++;
            wrong += await bed.ServedAsync(copy) is null ? 0 : 1;
        }

        return Figure.AtMost(FormattableString.Invariant($"{prompts.Count:N0} prompts of MMLU, copies with another {what}: {copies:N0}"), wrong, 0, 0);
    }

    private static async Task<Figure> HitsAsync(IReadOnlyList<string> prompts)
    {
        using var bed = new CacheBed();
        foreach (var prompt in prompts)
        {
            await bed.KeepAsync(prompt);
        }

        var (variants, hits) = (0, 0);
        foreach (var prompt in prompts)
        {
            foreach (var variant in Variants.Of(prompt))
            {
                variants++;
                hits += await bed.ServedAsync(variant) is null ? 0 : 1;
            }
        }

        return Figure.AtLeast(FormattableString.Invariant($"share of {variants:N0} variants in white space, case and punctuation that are served"), (double)hits / variants, 1, 1);
    }

    private static IEnumerable<string> Spread(IReadOnlyList<string> all, int count) => Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)]);
}

using System.Text.RegularExpressions;
using AgentBus.Models.Extractive.Text;

namespace AgentBus.Models.Extractive.Entities;

/// <summary>Names, numbers, dates, addresses and acronyms, by spelling and place in the sentence.</summary>
internal static partial class EntityFinder
{
    public static List<Entity> Of(IEnumerable<Passage> passages)
    {
        var mentions = passages.SelectMany(p => Markup.Blocks(p.Text).Where(b => b.Kind is not BlockKind.Code).SelectMany(b => Mentions(b.Text)).Select(m => (m.Text, m.Kind, p.Id)));
        return [.. mentions
            .GroupBy(m => (Key: m.Text.ToLowerInvariant(), m.Kind))
            .Select(g => new Entity(g.First().Text, g.Key.Kind, g.First().Id, g.Count()))
            .OrderByDescending(e => e.Count)];
    }

    private static IEnumerable<(string Text, string Kind)> Mentions(string text)
    {
        var rest = text;
        foreach (var (pattern, kind) in new[] { (Url(), "url"), (Date(), "date") })
        {
            foreach (var match in pattern.Matches(rest).Select(m => m.Value.TrimEnd('.', ',', ';', ':')))
            {
                yield return (match, kind);
            }

            rest = pattern.Replace(rest, " ; ");
        }

        foreach (var sentence in Sentences.Split(rest))
        {
            var tokens = Tokens.Of(sentence);
            var numbers = Quantities.Of(sentence, tokens).Where(q => tokens[q.Token].StartsWithDigit).ToList();
            foreach (var number in numbers)
            {
                yield return (number.Text, "number");
            }

            var units = numbers.SelectMany(q => tokens.Where(t => t.Start >= tokens[q.Token].Start && t.End <= tokens[q.Token].Start + q.Text.Length)).ToHashSet();
            foreach (var name in Names(sentence, [.. tokens.Where(t => !units.Contains(t))]))
            {
                yield return name;
            }
        }
    }

    /// <summary>Runs of capitalised words inside a sentence. The first word counts only when its spelling is a name's (RabbitMQ) or the next word goes on (New York).</summary>
    private static IEnumerable<(string Text, string Kind)> Names(string sentence, List<Token> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!IsNameWord(tokens[i]))
            {
                continue;
            }

            var last = i;
            while (last + 1 < tokens.Count && IsNameWord(tokens[last + 1]) && sentence[tokens[last].End..tokens[last + 1].Start] == " ")
            {
                last++;
            }

            if (i > 0 || last > i || tokens[i].IsDistinctive)
            {
                yield return (sentence[tokens[i].Start..tokens[last].End], last == i && Acronym().IsMatch(tokens[i].Text) ? "acronym" : "name");
            }

            i = last;
        }
    }

    private static bool IsNameWord(Token t) => t.IsDistinctive ? !t.Text.Contains('_', StringComparison.Ordinal) : t.IsCapitalised && t.IsContent && t.Text.Length > 1;

    [GeneratedRegex("(https?://|www\\.)[^\\s<>\"')\\]]+|[\\w.+-]+@[\\w-]+\\.[\\w.]+", RegexOptions.NonBacktracking)]
    private static partial Regex Url();

    [GeneratedRegex("\\b(\\d{4}-\\d{2}-\\d{2}(T[\\d:.]+Z?)?|\\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\.? \\d{4}|(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\.? (\\d{1,2}, )?\\d{4}|\\d{1,2}/\\d{1,2}/\\d{4})\\b", RegexOptions.NonBacktracking)]
    private static partial Regex Date();

    [GeneratedRegex("^[A-Z][A-Z0-9]{1,5}s?$", RegexOptions.NonBacktracking)]
    private static partial Regex Acronym();
}

using System.Buffers;
using AgentBus.Models.Extractive.Entities;
using AgentBus.Models.Extractive.Text;

namespace AgentBus.Models.Extractive.Judging;

/// <summary>A sentence (or table row, or heading) read once for comparing.</summary>
internal sealed class Unit
{
    /// <summary>Comparing two sentences is quadratic; a longer one is a list or a table and is cut.</summary>
    private const int MaxTokens = 300;

    private static readonly SearchValues<char> SentenceStarts = SearchValues.Create(".:!?\"“");

    public Unit(string text)
    {
        Text = text;
        Tokens = Extractive.Text.Tokens.Of(text);
        if (Tokens.Count > MaxTokens)
        {
            Tokens = Tokens[..MaxTokens];
        }

        Quantities = Entities.Quantities.Of(text, Tokens);
        Stems = Tokens.Where(t => t.IsContent).Select(t => t.Stem).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The units of a document that hold any word.</summary>
    public static List<Unit> AllOf(string document) => [.. Sentences.Units(document).Select(s => new Unit(s)).Where(u => u.Tokens.Count > 0)];

    public string Text { get; }

    public List<Token> Tokens { get; }

    public List<Quantity> Quantities { get; }

    /// <summary>Content stems.</summary>
    public HashSet<string> Stems { get; }

    /// <summary>A proper name: by its spelling, or a capital that no sentence start explains.</summary>
    public bool IsName(int at) => Tokens[at] is var t && !t.StartsWithDigit && (t.IsDistinctive || (t.IsContent && IsCapitalInside(at)));

    /// <summary>A capital that no start of a sentence or quotation explains.</summary>
    public bool IsCapitalInside(int at) => at > 0 && Tokens[at].IsCapitalised && !StartsQuote(at);

    private bool StartsQuote(int at) => Text.AsSpan(Tokens[at - 1].End, Tokens[at].Start - Tokens[at - 1].End).IndexOfAny(SentenceStarts) >= 0;
}

namespace AgentBus.Models.Extractive.Judging;

/// <summary>Where two sentences differ: claim tokens [ClaimStart, ClaimEnd) stand in place of source tokens [SourceStart, SourceEnd).</summary>
internal sealed record Difference(int ClaimStart, int ClaimEnd, int SourceStart, int SourceEnd)
{
    public int ClaimLength => ClaimEnd - ClaimStart;

    public int SourceLength => SourceEnd - SourceStart;
}

/// <summary>The longest common subsequence of two sentences, word by word.</summary>
internal sealed class Alignment
{
    private Alignment(Unit claim, Unit source, List<(int Claim, int Source)> matches)
    {
        Claim = claim;
        Source = source;
        Matches = matches;
        Share = claim.Tokens.Count == 0 ? 0 : (double)matches.Count / claim.Tokens.Count;
    }

    public Unit Claim { get; }

    public Unit Source { get; }

    public List<(int Claim, int Source)> Matches { get; }

    /// <summary>Share of the claim's words found in order in the source, 0..1.</summary>
    public double Share { get; }

    public static Alignment Of(Unit claim, Unit source)
    {
        var (a, b) = (claim.Tokens, source.Tokens);
        var length = new int[a.Count + 1, b.Count + 1];
        for (var i = a.Count - 1; i >= 0; i--)
        {
            for (var j = b.Count - 1; j >= 0; j--)
            {
                length[i, j] = a[i].Stem == b[j].Stem ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
            }
        }

        var matches = new List<(int, int)>();
        for (var (i, j) = (0, 0); i < a.Count && j < b.Count;)
        {
            if (a[i].Stem == b[j].Stem)
            {
                matches.Add((i++, j++));
            }
            else if (length[i + 1, j] >= length[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return new Alignment(claim, source, matches);
    }

    public IEnumerable<Difference> Differences()
    {
        var (claim, source) = (0, 0);
        foreach (var (c, s) in Matches.Append((Claim.Tokens.Count, Source.Tokens.Count)))
        {
            if (c > claim || s > source)
            {
                yield return new Difference(claim, c, source, s);
            }

            (claim, source) = (c + 1, s + 1);
        }
    }
}

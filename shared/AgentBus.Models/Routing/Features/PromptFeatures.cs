namespace AgentBus.Models.Routing.Features;

/// <summary>Turns a prompt into features: hashed lower-case words and pairs of words, numeric indicators, the step type. The same text gives the same features anywhere.</summary>
internal static class PromptFeatures
{
    /// <summary>Of a longer prompt the first and the last half of this many characters are read: a decision takes the same time however long an attached document is.</summary>
    public const int MostRead = 8_000;

    private const ulong PairSeed = 2;
    private const ulong StepTypeSeed = 3;

    /// <summary>Features of a call.</summary>
    /// <param name="prompt">The text of its messages.</param>
    /// <param name="stepType">What kind of step asks; null where that is not known.</param>
    public static FeatureVector Of(ReadOnlySpan<char> prompt, string? stepType = null)
    {
        var read = prompt.Length <= MostRead ? prompt : string.Concat(prompt[..(MostRead / 2)], " ", prompt[^(MostRead / 2)..]);
        var indicators = new Complexity();

        // Every word has a character and a mark after it, and counts alone and in a pair; the step type is one more.
        var found = new IndexSet(read.Length + 3);
        try
        {
            Read(read, ref found, ref indicators);
            if (stepType is not null)
            {
                found.Add(Index(StableHash.Of(stepType, StepTypeSeed)));
            }

            return Vector(found.Indexes, indicators, prompt.Length);
        }
        finally
        {
            found.Dispose();
        }
    }

    private static void Read(ReadOnlySpan<char> text, ref IndexSet found, ref Complexity indicators)
    {
        var words = new Words(text, stackalloc char[Words.Longest]);
        var before = 0UL;
        while (words.Next(ref indicators))
        {
            indicators.SeeWord(words.Current);
            var word = StableHash.Of(words.Current);
            found.Add(Index(word));
            if (before != 0)
            {
                found.Add(Index(StableHash.Mix((before * PairSeed) ^ word)));
            }

            before = word;
        }
    }

    private static FeatureVector Vector(ReadOnlySpan<int> found, Complexity indicators, int length)
    {
        var indexes = new int[found.Length + Complexity.Count + 1];
        var values = new float[indexes.Length];
        found.CopyTo(indexes);
        values.AsSpan(0, found.Length).Fill(1);
        indicators.Write(length, values.AsSpan(found.Length));
        for (var i = 0; i <= Complexity.Count; i++)
        {
            indexes[found.Length + i] = FeatureVector.Indicators + i;
        }

        values[^1] = 1;
        return new FeatureVector(indexes, values);
    }

    private static int Index(ulong hash) => (int)(hash % FeatureVector.Hashed);
}

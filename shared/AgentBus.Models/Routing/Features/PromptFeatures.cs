namespace AgentBus.Models.Routing.Features;

/// <summary>Turns a prompt into features: hashed lower-case words and pairs of words, and numeric indicators of its shape. The same text gives the same features anywhere.</summary>
internal static class PromptFeatures
{
    /// <summary>Of a longer prompt the first and the last half of this many characters are read: a decision takes the same time however long an attached document is.</summary>
    public const int MostRead = 8_000;

    private const ulong PairSeed = 2;

    /// <summary>Features of a call.</summary>
    /// <param name="prompt">The text of its messages.</param>
    public static FeatureVector Of(ReadOnlySpan<char> prompt)
    {
        var read = prompt.Length <= MostRead ? prompt : string.Concat(prompt[..(MostRead / 2)], " ", prompt[^(MostRead / 2)..]);
        var complexity = new Complexity();

        // Every word has a character and a mark after it, and counts alone and in a pair.
        var found = new IndexSet(read.Length + 2);
        try
        {
            Read(read, ref found, ref complexity);
            return new FeatureVector(found.Indexes.ToArray(), ShapeFeatures.Of(complexity, prompt.Length));
        }
        finally
        {
            found.Dispose();
        }
    }

    private static void Read(ReadOnlySpan<char> text, ref IndexSet found, ref Complexity complexity)
    {
        var words = new Words(text, stackalloc char[Words.Longest]);
        var before = 0UL;
        while (words.Next(ref complexity))
        {
            var word = StableHash.Of(words.Current);
            complexity.SeeWord(words.Current, isNew: found.Add(Place(word)));
            if (before != 0)
            {
                found.Add(Place(StableHash.Mix((before * PairSeed) ^ word)));
            }

            before = word;
        }
    }

    private static int Place(ulong hash) => (int)(hash % FeatureVector.WordPlaces);
}

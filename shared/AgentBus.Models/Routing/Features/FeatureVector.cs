namespace AgentBus.Models.Routing.Features;

/// <summary>What the quality models see of a call: the features that are not 0.</summary>
/// <param name="Indexes">Each one once, under <see cref="Size"/>.</param>
/// <param name="Values">The value of each.</param>
internal sealed record FeatureVector(int[] Indexes, float[] Values)
{
    /// <summary>Hashed words, pairs of words and step types: enough for few of the frequent ones to share a place.</summary>
    public const int Hashed = 1 << 18;

    /// <summary>Where the numeric indicators begin.</summary>
    public const int Indicators = Hashed;

    /// <summary>The feature that is always 1.</summary>
    public const int Bias = Hashed + Complexity.Count;

    /// <summary>How many features there are.</summary>
    public const int Size = Bias + 1;
}

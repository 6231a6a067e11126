namespace AgentBus.Models.Routing.Features;

/// <summary>What the quality models see of a prompt.</summary>
/// <param name="Words">Places of its words and pairs of words, each once, under <see cref="WordPlaces"/>.</param>
/// <param name="Shape">Its numeric indicators as <see cref="ShapeFeatures"/> spreads them, <see cref="ShapeFeatures.Count"/> of them.</param>
internal sealed record FeatureVector(int[] Words, float[] Shape)
{
    /// <summary>Places that words are hashed to: enough for few of the frequent ones to share one.</summary>
    public const int WordPlaces = 1 << 18;

    /// <summary>The numeric indicators alone; the rest of the shape follows from them.</summary>
    public ReadOnlySpan<float> Indicators => Shape.AsSpan(0, Complexity.Count);

    /// <summary>A hash of everything that was seen, the same in every process.</summary>
    public ulong Hash()
    {
        var hash = StableHash.Start;
        foreach (var word in Words)
        {
            hash = StableHash.Mix(hash ^ (uint)word);
        }

        foreach (var indicator in Indicators)
        {
            hash = StableHash.Mix(hash ^ BitConverter.SingleToUInt32Bits(indicator));
        }

        return hash;
    }
}

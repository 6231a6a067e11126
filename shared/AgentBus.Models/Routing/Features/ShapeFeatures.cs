namespace AgentBus.Models.Routing.Features;

/// <summary>
/// Spreads the indicators of a prompt so that a linear model over them can be a smooth curve in all of them together: each indicator itself, and cosines of drawn mixtures of
/// them (random Fourier features: Rahimi and Recht 2007). The mixtures are drawn once and for all.
/// </summary>
internal static class ShapeFeatures
{
    /// <summary>How many features there are: indicators, waves, and one that is always 1.</summary>
    public const int Count = Complexity.Count + Waves + 1;

    private const int Waves = 128;

    /// <summary>Weight of an indicator, in its usual spreads, inside of a wave: prompts that differ by one spread in a few indicators are neighbours.</summary>
    private const double Frequency = 0.2;

    /// <summary>The waves together count as much as nine indicators would.</summary>
    private static readonly float Height = (float)(3 * Math.Sqrt(2.0 / Waves));

    private static readonly float[] Mixtures = [.. Enumerable.Range(0, Waves * Complexity.Count).Select(i => (float)(Frequency * Normal((ulong)i)))];
    private static readonly float[] Phases = [.. Enumerable.Range(0, Waves).Select(wave => (float)(2 * Math.PI * StableHash.Unit(StableHash.Mix((ulong)wave + 1_000_003))))];

    /// <summary>The features of indicators.</summary>
    public static float[] Of(Complexity complexity, int length)
    {
        Span<float> indicators = stackalloc float[Complexity.Count];
        complexity.Write(length, indicators);
        return Of(indicators);
    }

    /// <summary>The features of written indicators.</summary>
    public static float[] Of(ReadOnlySpan<float> indicators)
    {
        var features = new float[Count];
        indicators.CopyTo(features);
        for (var wave = 0; wave < Waves; wave++)
        {
            var sum = Phases[wave];
            for (var i = 0; i < indicators.Length; i++)
            {
                sum += Mixtures[(wave * Complexity.Count) + i] * indicators[i];
            }

            features[Complexity.Count + wave] = Height * MathF.Cos(sum);
        }

        features[^1] = 1;
        return features;
    }

    /// <summary>A standard normal number for an index (Box and Muller 1958).</summary>
    private static double Normal(ulong index)
    {
        var (radius, angle) = (StableHash.Unit(StableHash.Mix((2 * index) + 1)), StableHash.Unit(StableHash.Mix((2 * index) + 2)));
        return Math.Sqrt(-2 * Math.Log(1 - radius)) * Math.Cos(2 * Math.PI * angle);
    }
}

namespace AgentBus.Models.Routing.Features;

/// <summary>
/// A 64-bit hash that is the same in every process and on every machine, unlike <see cref="string.GetHashCode()"/>: FNV-1a over UTF-16 units
/// (http://www.isthe.com/chongo/tech/comp/fnv), finished with the mixer of SplitMix64 (Steele, Lea and Flood 2014).
/// </summary>
internal static class StableHash
{
    /// <summary>Where a hash starts.</summary>
    public const ulong Start = 14_695_981_039_346_656_037;

    private const ulong Prime = 1_099_511_628_211;

    public static ulong Add(ulong hash, char unit) => (hash ^ unit) * Prime;

    public static ulong Of(ReadOnlySpan<char> text, ulong seed = 0)
    {
        var hash = Start ^ seed;
        foreach (var unit in text)
        {
            hash = Add(hash, unit);
        }

        return Mix(hash);
    }

    /// <summary>Spreads every bit of a hash over all bits.</summary>
    public static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 30)) * 0xBF58_476D_1CE4_E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D0_49BB_1331_11EB;
        return hash ^ (hash >> 31);
    }

    /// <summary>A number in [0, 1) out of a hash: 53 bits of it.</summary>
    public static double Unit(ulong hash) => (hash >> 11) * (1.0 / (1UL << 53));
}

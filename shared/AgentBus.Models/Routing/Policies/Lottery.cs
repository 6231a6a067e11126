using System.Runtime.InteropServices;

namespace AgentBus.Models.Routing.Policies;

/// <summary>How often each candidate is to be chosen. Exact: what it says is what <see cref="Draw"/> does.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Lottery
{
    private readonly double[] _odds;

    private Lottery(double[] odds) => _odds = odds;

    /// <summary>Always the same candidate.</summary>
    public static Lottery Of(int count, int only)
    {
        var odds = new double[count];
        odds[only] = 1;
        return new Lottery(odds);
    }

    /// <summary>Each with its own probability; these sum to 1.</summary>
    public static Lottery Of(double[] odds) => new(odds);

    /// <summary>Probability with which a candidate is chosen.</summary>
    public double this[int candidate] => _odds[candidate];

    /// <summary>The same, but a share of the calls goes to one candidate.</summary>
    public Lottery With(double share, int candidate) => Mixed(share, index => index == candidate ? 1 : 0);

    /// <summary>The same, but a share of the calls goes to all candidates alike.</summary>
    public Lottery WithAll(double share)
    {
        var alike = 1.0 / _odds.Length;
        return Mixed(share, _ => alike);
    }

    /// <summary>The candidate of a call.</summary>
    /// <param name="number">Uniform in [0, 1).</param>
    public int Draw(double number)
    {
        for (var (candidate, left) = (0, number); candidate < _odds.Length; candidate++)
        {
            left -= _odds[candidate];
            if (left < 0)
            {
                return candidate;
            }
        }

        // Only where rounding made the sum less than 1.
        return Array.FindLastIndex(_odds, odds => odds > 0);
    }

    private Lottery Mixed(double share, Func<int, double> others) => new([.. _odds.Select((odds, index) => ((1 - share) * odds) + (share * others(index)))]);
}

using System.Text;

namespace AgentBus.Chaos.Shuffling;

/// <summary>How often a message is passed on and how long each copy waits, by the dice.</summary>
internal sealed class Disorder(Random dice)
{
    /// <summary>Results of this step come after its time is over.</summary>
    public const string OvertakenStep = "/slow#";

    private const int Copies = 6_000;

    // Far more than the three seconds the step has: on a busy machine the timer that ends it may itself be many seconds late.
    private static readonly TimeSpan Overtaken = TimeSpan.FromSeconds(20);

    /// <summary>The wait of each copy, the first one's first.</summary>
    public IReadOnlyList<TimeSpan> Waits(string type, ReadOnlySpan<byte> body)
    {
        var isOvertaken = type == "AttemptFinished" && Encoding.UTF8.GetString(body).Contains(OvertakenStep, StringComparison.Ordinal);
        lock (dice)
        {
            // Mostly enough to be overtaken by the next few, now and then by hundreds. Work is sent at once, so that the outside world sees its effects in time.
            var first = isOvertaken ? Overtaken : type == "DispatchAttempt" ? TimeSpan.Zero : UpTo(dice.Next(10) > 0 ? 40 : 400);
            var copies = dice.NextDouble() switch { < 0.4 => 0, < 0.8 => 1, _ => 2 };
            return [first, .. Enumerable.Range(0, copies).Select(_ => first + UpTo(dice.Next(2) == 0 ? 200 : Copies))];
        }
    }

    /// <summary>True in so many of a hundred cases.</summary>
    public bool Chance(int percent)
    {
        lock (dice)
        {
            return dice.Next(100) < percent;
        }
    }

    /// <summary>One of so many.</summary>
    public int Choose(int among)
    {
        lock (dice)
        {
            return dice.Next(among);
        }
    }

    private TimeSpan UpTo(int milliseconds) => TimeSpan.FromMilliseconds(dice.Next(milliseconds + 1));
}

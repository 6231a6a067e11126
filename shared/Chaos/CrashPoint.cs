using System.Diagnostics;
using System.Globalization;

namespace AgentBus.Chaos;

/// <summary>
/// Named places where a test may kill this process as <c>kill -9</c> would. Nothing happens unless the environment variable
/// <c>AGENTBUS_CRASH_POINT</c> is <c>name[:probability[:seed]]</c>, such as <c>after-commit:0.01:7</c>, or several of these with commas between
/// them; probability is 1 by default. The source is shared by the projects that have such places, since they share no project.
/// </summary>
internal static class CrashPoint
{
    private const string Variable = "AGENTBUS_CRASH_POINT";

    private static readonly Dictionary<string, Dice> Armed = Parse(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Dies here when this point is armed and the dice say so; else does nothing.</summary>
    public static void Hit(string name)
    {
        if (Armed.Count > 0 && Armed.TryGetValue(name, out var dice) && dice.Strike())
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
            self.WaitForExit();
        }
    }

    internal static Dictionary<string, Dice> Parse(string? text)
    {
        try
        {
            return (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(point => point.Split(':'))
                .ToDictionary(parts => parts[0], DiceOf, StringComparer.Ordinal);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw new InvalidOperationException($"{Variable} is '{text}'; use name[:probability[:seed]], each name once, with commas between several.", e);
        }
    }

    private static Dice DiceOf(string[] parts) => new(
        parts.Length > 1 ? double.Parse(parts[1], CultureInfo.InvariantCulture) : 1,
        parts.Length > 2 ? int.Parse(parts[2], CultureInfo.InvariantCulture) : 0);

    /// <summary>Thrown at each visit of a point.</summary>
    internal sealed class Dice(double probability, int seed)
    {
        private readonly Random _random = new(seed);
        private readonly Lock _gate = new();

        public bool Strike()
        {
            lock (_gate)
            {
                return _random.NextDouble() < probability;
            }
        }
    }
}

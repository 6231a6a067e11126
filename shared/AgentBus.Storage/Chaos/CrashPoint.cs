using System.Diagnostics;
using System.Globalization;

namespace AgentBus.Storage.Chaos;

/// <summary>
/// Named places where a test may kill this process as <c>kill -9</c> would. Nothing happens unless the environment variable
/// <c>AGENTBUS_CRASH_POINT</c> is <c>name[:probability[:seed]]</c>, such as <c>after-commit:0.01:7</c>; probability is 1 by default.
/// </summary>
public static class CrashPoint
{
    private static readonly Armed? Point = Parse(Environment.GetEnvironmentVariable("AGENTBUS_CRASH_POINT"));

    /// <summary>Dies here when this point is armed and the dice say so; else does nothing.</summary>
    public static void Hit(string name)
    {
        if (Point is { } armed && armed.Strikes(name))
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
            self.WaitForExit();
        }
    }

    internal static Armed? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var parts = text.Split(':');
        var probability = parts.Length > 1 ? double.Parse(parts[1], CultureInfo.InvariantCulture) : 1;
        var seed = parts.Length > 2 ? int.Parse(parts[2], CultureInfo.InvariantCulture) : 0;
        return new Armed(parts[0], probability, seed);
    }

    internal sealed class Armed(string name, double probability, int seed)
    {
        private readonly Random _dice = new(seed);
        private readonly Lock _gate = new();

        public bool Strikes(string point)
        {
            if (point != name)
                return false;
            lock (_gate)
                return _dice.NextDouble() < probability;
        }
    }
}

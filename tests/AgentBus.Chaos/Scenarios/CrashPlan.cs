using System.Collections.Concurrent;
using System.Globalization;
using AgentBus.Chaos.Houses;

namespace AgentBus.Chaos.Scenarios;

/// <summary>Says at each start of a process where it shall crash: at the point of its role that was hit least so far.</summary>
internal sealed class CrashPlan(Random dice)
{
    /// <summary>Killed from outside, wherever it was.</summary>
    public const string Outside = "outside";

    private const string Setting = "CRASH_POINT";

    // With what probability each visit of the point ends the process: some seconds of load. An error is moved seldom.
    private static readonly Dictionary<Role, (string Point, double Probability)[]> Points = new()
    {
        [Role.Orchestrator] =
        [
            ("after-inbox", 0.004), ("before-commit", 0.015), ("after-commit", 0.015), ("after-publish", 0.005), ("before-ack", 0.004), ("mid-error-move", 1),
        ],
        [Role.Agent] = [("after-inbox", 0.015), ("mid-reply", 0.015), ("before-ack", 0.015), ("mid-error-move", 1)],
        [Role.Gateway] = [],
    };

    private readonly ConcurrentDictionary<string, int> _hits = new(
        Points.SelectMany(role => role.Value.Select(point => KeyValuePair.Create(Name(role.Key, point.Point), 0))));

    private volatile bool _over;

    /// <summary>Kills by role and point.</summary>
    public IReadOnlyDictionary<string, int> Hits => _hits;

    /// <summary>Whether every point was hit.</summary>
    public bool IsComplete => _hits.Where(hit => !hit.Key.EndsWith(Outside, StringComparison.Ordinal)).All(hit => hit.Value > 0);

    /// <summary>Processes that start from now on live.</summary>
    public void End() => _over = true;

    /// <summary>The setting of one start.</summary>
    public IReadOnlyDictionary<string, string> Arm(Resident resident)
    {
        if (_over || Points[resident.Role].Length == 0)
        {
            return new Dictionary<string, string>();
        }

        lock (dice)
        {
            var (point, probability) = Points[resident.Role].MinBy(point => (_hits[Name(resident.Role, point.Point)], dice.Next()));
            return new Dictionary<string, string>
            {
                [Setting] = string.Create(CultureInfo.InvariantCulture, $"{point}:{probability}:{dice.Next(1_000_000)}"),
            };
        }
    }

    /// <summary>Counts a kill.</summary>
    public void Count(Death death)
    {
        if (death.WasKill)
        {
            var point = death.FromOutside || !death.Settings.TryGetValue(Setting, out var armed) ? Outside : armed.Split(':')[0];
            _hits.AddOrUpdate(Name(death.Resident.Role, point), 1, (_, times) => times + 1);
        }
    }

    public override string ToString() => string.Join(", ", _hits.OrderBy(hit => hit.Key, StringComparer.Ordinal).Select(hit => $"{hit.Key} {hit.Value}"));

    private static string Name(Role role, string point) => $"{role}.{point}";
}

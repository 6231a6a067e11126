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

    // With what probability each visit of the point ends the process: some seconds of load. An error is moved seldom. Where a process lived on to be killed from outside
    // the next one that is armed with its point dies twice as easily, since the machine is slower than this thinks.
    private static readonly Dictionary<Role, (string Point, double Probability)[]> Points = new()
    {
        [Role.Orchestrator] =
        [
            ("after-inbox", 0.012), ("before-commit", 0.03), ("after-commit", 0.03), ("after-publish", 0.015), ("before-ack", 0.012), ("mid-error-move", 1),
        ],
        [Role.Agent] = [("after-inbox", 0.015), ("mid-reply", 0.015), ("before-ack", 0.015), ("mid-error-move", 1)],
        [Role.Gateway] = [],
    };

    private readonly ConcurrentDictionary<string, int> _hits = new(
        Points.SelectMany(role => role.Value.Select(point => KeyValuePair.Create(Name(role.Key, point.Point), 0))));

    private readonly ConcurrentDictionary<string, double> _ease = new();
    private volatile bool _armed;

    /// <summary>Kills by role and point.</summary>
    public IReadOnlyDictionary<string, int> Hits => _hits;

    /// <summary>Whether every point was hit.</summary>
    public bool IsComplete => _hits.Where(hit => !hit.Key.EndsWith(Outside, StringComparison.Ordinal)).All(hit => hit.Value > 0);

    /// <summary>Processes that start from now on die.</summary>
    public void Begin() => _armed = true;

    /// <summary>Processes that start from now on live.</summary>
    public void End() => _armed = false;

    /// <summary>The setting of one start.</summary>
    public IReadOnlyDictionary<string, string> Arm(Resident resident)
    {
        if (!_armed || Points[resident.Role].Length == 0)
        {
            return new Dictionary<string, string>();
        }

        lock (dice)
        {
            var (point, probability) = Points[resident.Role].MinBy(point => (_hits[Name(resident.Role, point.Point)], dice.Next()));
            var eased = Math.Min(1, probability * _ease.GetValueOrDefault(Name(resident.Role, point), 1));
            return new Dictionary<string, string>
            {
                [Setting] = string.Create(CultureInfo.InvariantCulture, $"{point}:{eased}:{dice.Next(1_000_000)}"),
            };
        }
    }

    /// <summary>Counts a kill.</summary>
    public void Count(Death death)
    {
        if (!death.WasKill)
        {
            return;
        }

        var role = death.Resident.Role;
        var armed = death.Settings.TryGetValue(Setting, out var setting) ? setting.Split(':')[0] : null;
        if (death.FromOutside && armed is not null)
        {
            _ease.AddOrUpdate(Name(role, armed), 2, (_, ease) => ease * 2);
        }

        _hits.AddOrUpdate(Name(role, death.FromOutside ? Outside : armed ?? Outside), 1, (_, times) => times + 1);
    }

    public override string ToString() => string.Join(", ", _hits.OrderBy(hit => hit.Key, StringComparer.Ordinal).Select(hit => $"{hit.Key} {hit.Value}"));

    private static string Name(Role role, string point) => $"{role}.{point}";
}

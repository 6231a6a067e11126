using System.ComponentModel.DataAnnotations;

namespace AgentBus.AgentSdk.Registration;

/// <summary>How a worker behaves, section <c>Worker</c>.</summary>
public sealed class WorkerOptions
{
    internal const string Section = "Worker";

    /// <summary>Name of the process in the registry; default machine and process id.</summary>
    public string Name { get; set; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>
    /// After this much work an attempt is claimed: its message is acknowledged and a lease, kept by heartbeats, stands for it. Default 20 s.
    /// Far below the broker's limit on an unacknowledged message (30 minutes).
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ClaimAfter { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Default 10 s. A lease lasts 30 s, so two lost heartbeats are no harm.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:20")]
    public TimeSpan HeartbeatEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Least time between two progress notes of one attempt; default 1 s. What comes faster is dropped.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ProgressEvery { get; set; } = TimeSpan.FromSeconds(1);
}

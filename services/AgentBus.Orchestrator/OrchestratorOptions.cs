using System.ComponentModel.DataAnnotations;

namespace AgentBus.Orchestrator;

/// <summary>Settings of the orchestrator, section <c>Orchestrator</c>.</summary>
public sealed class OrchestratorOptions
{
    /// <summary>Run messages handled at the same time; default 64, which fills a group commit.</summary>
    [Range(1, 1024)]
    public int Concurrency { get; set; } = 64;

    /// <summary>Messages on their way to the broker at the same time; default 256.</summary>
    [Range(1, 4096)]
    public int PublishConcurrency { get; set; } = 256;

    /// <summary>How long a relay may hold rows it claimed before another may take them; default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan ClaimHold { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait before the outbox is looked at without a signal; default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often leases are looked through; default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan LeaseScanInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a claimed attempt lives without a heartbeat; default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often what expired, or is no longer kept, is deleted; default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often open dead letters are counted for the metric; default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan DeadLetterCountInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>A refused message is parked for a person after this many tries; default 10. An unreachable broker does not count.</summary>
    [Range(1, 1000)]
    public int MaxPublishAttempts { get; set; } = 10;

    /// <summary>Tenants of events that come over AMQP without a tenant header, by prefix of the event's source; else <c>default</c>.</summary>
    public Dictionary<string, string> EventSourceTenants { get; } = [];
}

namespace AgentBus.Contracts;

/// <summary>
/// Worker to registry: at start and every 10 s. Announces the worker, its load, and renews the leases of the attempts it claimed.
/// A worker not heard of for 30 s is gone.
/// </summary>
/// <param name="Worker">The process, such as <c>host-7/1234</c>.</param>
/// <param name="Agent">The kind of worker.</param>
/// <param name="AgentVersion">Its version.</param>
/// <param name="Capabilities">Free words a router may look at.</param>
/// <param name="Concurrency">How many attempts it does at once.</param>
/// <param name="Running">How many it does now.</param>
/// <param name="Claimed">The attempts it holds by lease.</param>
/// <param name="Lanes">Whether it also reads the lanes <c>.high</c> and <c>.low</c> of its queues. While every live worker does, what is urgent goes there.</param>
public sealed record WorkerHeartbeat(
    string Worker,
    string Agent,
    string AgentVersion,
    IReadOnlyList<string> Capabilities,
    int Concurrency,
    int Running,
    IReadOnlyList<ClaimedAttempt> Claimed,
    bool Lanes = false);

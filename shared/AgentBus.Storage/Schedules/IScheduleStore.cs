namespace AgentBus.Storage.Schedules;

/// <summary>When scheduled definitions start their next run, and the events they gather. A schedule begins and ends with the put of its definition.</summary>
public interface IScheduleStore
{
    /// <summary>
    /// Moves a schedule on and adds the message that is due then, in one commit. False = it is not where the caller thinks: moved before, or taken over by
    /// another version.
    /// </summary>
    /// <param name="from">Where it stands; null = it waits for the end of a run.</param>
    /// <param name="to">Where it goes; null = it waits for the end of a run.</param>
    Task<bool> MoveAsync(ScheduleKey key, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken);

    /// <summary>The schedules of a tenant.</summary>
    Task<IReadOnlyList<ScheduleRow>> ListAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps an event until there are enough for a run. The decision is made outside of any transaction, one at a time for a definition in this process, and
    /// holds only if the events kept are still the same at the commit; else it is made again. The events chosen are kept under the run's id for good: the same
    /// event again finds the run that had it, so that a caller that died before starting it starts it then.
    /// </summary>
    /// <param name="key">The definition.</param>
    /// <param name="happened">The event that came.</param>
    /// <param name="decide">Gets the events kept, the one that came as the last; may be called again.</param>
    /// <param name="cancellationToken">Gives up; nothing is written then.</param>
    Task<GatheredRun?> GatherAsync(
        ScheduleKey key, KeptEvent happened, Func<IReadOnlyList<KeptEvent>, GatherDecision> decide, CancellationToken cancellationToken);
}

/// <summary>A definition whose schedule it is.</summary>
public sealed record ScheduleKey(string Tenant, string Namespace, string Name, string Version);

/// <summary>A schedule. A null due time waits for the end of a run.</summary>
public sealed record ScheduleRow(ScheduleKey Key, DateTimeOffset? NextDue);

/// <summary>An event; JSON as UTF-8.</summary>
public sealed record KeptEvent(string Source, string Id, ReadOnlyMemory<byte> Json, DateTimeOffset ReceivedAt);

/// <summary>What becomes of an event that came.</summary>
public abstract record GatherDecision
{
    /// <summary>It is kept: not enough for a run yet.</summary>
    public sealed record Keep : GatherDecision;

    /// <summary>It is not kept.</summary>
    public sealed record Refuse : GatherDecision;

    /// <summary>A run has these.</summary>
    /// <param name="Events">Indexes among the events kept, in order.</param>
    public sealed record Start(IReadOnlyList<int> Events) : GatherDecision;
}

/// <summary>Events that one run has, in order of arrival.</summary>
public sealed record GatheredRun(Guid Run, IReadOnlyList<KeptEvent> Events);

using AgentBus.Storage.Approvals;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;

namespace AgentBus.Storage.Queries;

/// <summary>Runs that are not over, each with all that tells why it does or does not go on.</summary>
public interface IOpenRuns
{
    /// <summary>Oldest first. The cursor is the last row's of the page before; null = from the start.</summary>
    Task<IReadOnlyList<OpenRun>> ListAsync(string tenant, int limit, RunCursor? after, CancellationToken cancellationToken);

    /// <summary>One run; null when there is none that is open.</summary>
    Task<OpenRun?> GetAsync(string tenant, Guid run, CancellationToken cancellationToken);
}

/// <summary>An open run.</summary>
/// <param name="Steps">Its open steps, oldest first, at most <see cref="MostSteps"/>.</param>
/// <param name="Approvals">Its open questions.</param>
/// <param name="Parked">Its messages that could not be published.</param>
/// <param name="Timers">Its timers by name, with the time they are due.</param>
/// <param name="Leased">Steps at which a worker is known to be at work.</param>
/// <param name="DeadLetters">Its messages that were given up and that it waits for.</param>
/// <param name="Notes">Of a run that is paused or compensating: the last entry of each type in its history that tells why.</param>
public sealed record OpenRun(
    RunView Run, IReadOnlyList<StepRow> Steps, IReadOnlyList<ApprovalView> Approvals, IReadOnlyList<ParkedMessage> Parked,
    IReadOnlyDictionary<string, DateTimeOffset> Timers, IReadOnlySet<string> Leased, IReadOnlyList<HistoryEntry> Notes,
    IReadOnlyList<HeldLetter> DeadLetters)
{
    /// <summary>Steps told of one run: a loop may have thousands open.</summary>
    public const int MostSteps = 50;
}

/// <summary>A message that was given up, and that its run waits for.</summary>
public sealed record HeldLetter(Guid Id, string Queue, string? Type, string Reason, string? Error, DateTimeOffset FailedAt);

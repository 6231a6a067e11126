using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;

namespace AgentBus.Storage.Approvals;

/// <summary>Questions to people.</summary>
public interface IApprovalStore
{
    /// <summary>Newest first. The cursor is the last row's of the page before; null = from the start.</summary>
    Task<IReadOnlyList<ApprovalView>> ListAsync(
        string tenant, ApprovalFilter filter, int limit, RunCursor? after, CancellationToken cancellationToken);

    Task<ApprovalView?> GetAsync(string tenant, Guid id, CancellationToken cancellationToken);

    /// <summary>
    /// Decides an open approval and adds the message that tells the run, in one commit, which also moves the run's version on: a decision that the
    /// run makes at the same moment, such as a timeout, is made again and finds it decided. False = it was not open any more; nothing was written.
    /// </summary>
    Task<bool> DecideAsync(string tenant, Guid id, ApprovalDecision decision, OutboxRow message, CancellationToken cancellationToken);

    /// <summary>Whether a person decided the question of this step.</summary>
    Task<bool> IsDecidedAsync(string tenant, Guid run, string step, CancellationToken cancellationToken);
}

/// <summary>Members that are null do not filter.</summary>
/// <param name="State">open, approved, denied, timedOut or cancelled.</param>
/// <param name="AskedOf">Only those that list this person, or nobody.</param>
public sealed record ApprovalFilter(string? State = null, Guid? Run = null, Person? AskedOf = null);

/// <summary>A person as approvals name one.</summary>
public sealed record Person(string Name, IReadOnlyList<string> Groups);

/// <summary>What a person decided.</summary>
/// <param name="Override">Whether it was somebody who was not asked, by the right of an operator.</param>
public sealed record ApprovalDecision(bool Approved, string By, string? Comment, DateTimeOffset At, bool Override = false);

/// <summary>An approval as people see it. State: open, approved, denied, timedOut, cancelled.</summary>
/// <param name="Rung">Rungs of its ladder gone up so far.</param>
/// <param name="Override">Whether who decided was not asked, by the right of an operator.</param>
public sealed record ApprovalView(
    Guid Id, string Tenant, Guid Run, string Step, string Task, string Title, string? Details, IReadOnlyList<string> Assignees,
    IReadOnlyList<string> Groups, string? Form, string State, DateTimeOffset CreatedAt, DateTimeOffset? DueAt, string? DecidedBy,
    DateTimeOffset? DecidedAt, string? Comment, int Rung = 0, bool Override = false);

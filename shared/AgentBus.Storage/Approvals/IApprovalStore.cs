using AgentBus.Storage.Runs;

namespace AgentBus.Storage.Approvals;

/// <summary>Questions to people.</summary>
public interface IApprovalStore
{
    /// <summary>Newest first; a null state means all.</summary>
    Task<IReadOnlyList<ApprovalView>> ListAsync(string tenant, string? state, Guid? run, int limit, CancellationToken cancellationToken);

    Task<ApprovalView?> GetAsync(string tenant, Guid id, CancellationToken cancellationToken);

    /// <summary>
    /// Decides an open approval and adds the message that tells the run, in one commit. False = it was not open any more; nothing was written.
    /// </summary>
    Task<bool> DecideAsync(
        string tenant, Guid id, bool approved, string by, string? comment, DateTimeOffset at, OutboxRow message, CancellationToken cancellationToken);
}

/// <summary>An approval as people see it. State: open, approved, denied, timedOut, cancelled.</summary>
public sealed record ApprovalView(
    Guid Id, string Tenant, Guid Run, string Step, string Task, string Title, string? Details, IReadOnlyList<string> Assignees,
    IReadOnlyList<string> Groups, string? Form, string State, DateTimeOffset CreatedAt, DateTimeOffset? DueAt, string? DecidedBy,
    DateTimeOffset? DecidedAt, string? Comment);

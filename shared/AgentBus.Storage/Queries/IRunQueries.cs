using AgentBus.Storage.Runs;

namespace AgentBus.Storage.Queries;

/// <summary>What people and APIs ask about runs.</summary>
public interface IRunQueries
{
    Task<RunView?> GetAsync(string tenant, Guid run, CancellationToken cancellationToken);

    /// <summary>Newest first. The cursor is the last row's of the page before; null = from the start.</summary>
    Task<IReadOnlyList<RunView>> ListAsync(string tenant, RunFilter filter, int limit, RunCursor? after, CancellationToken cancellationToken);

    /// <summary>Steps in the order of their ids, after the one given; null = from the first.</summary>
    Task<IReadOnlyList<StepRow>> StepsAsync(string tenant, Guid run, int limit, string? after, CancellationToken cancellationToken);

    /// <summary>The steps that matter most, open ones before ended ones and then the newest, in the order in which they began; and how many more there are.</summary>
    Task<(IReadOnlyList<StepRow> Steps, long Omitted)> LatestStepsAsync(string tenant, Guid run, int limit, CancellationToken cancellationToken);

    /// <summary>Entries with a number above <paramref name="after"/>, oldest first; of one step, or (null) of all and of the run itself.</summary>
    Task<IReadOnlyList<HistoryEntry>> HistoryAsync(
        string tenant, Guid run, long after, int limit, CancellationToken cancellationToken, string? step = null);

    /// <summary>One document as UTF-8 JSON, or null.</summary>
    Task<byte[]?> DocumentAsync(string tenant, Guid run, string key, CancellationToken cancellationToken);
}

/// <summary>A run as people see it. Error is RFC 7807 JSON; parent is the run whose step started it.</summary>
public sealed record RunView(
    Guid Id, string Tenant, string Namespace, string Name, string Version, string Status, string? Error, string? RequestKey, string StartedBy,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? EndedAt, decimal CostUsd, long Tokens,
    Guid? Parent = null, string? ParentStep = null);

/// <summary>Members that are null do not filter.</summary>
/// <param name="Version">Of the definition.</param>
/// <param name="ErrorType">URI of the error that ended the run, or the URI's last word: what stands behind its last /, # or colon.</param>
/// <param name="Agent">Runs with a step of this agent.</param>
/// <param name="Text">
/// Words, all of which the input holds in its texts and numbers, whatever their case; <c>word*</c> finds all that begin so. A text without words
/// finds nothing.
/// </param>
/// <param name="Open">True = not over yet; false = over.</param>
public sealed record RunFilter(
    string? Status = null, string? Namespace = null, string? Name = null, DateTimeOffset? Since = null, DateTimeOffset? Until = null,
    Guid? Parent = null, string? Version = null, string? ErrorType = null, string? Agent = null, string? StartedBy = null, string? Text = null,
    bool? Open = null);

/// <summary>Where a page ended.</summary>
public sealed record RunCursor(DateTimeOffset CreatedAt, Guid Id);

/// <summary>A numbered entry of a run's history. Data is JSON.</summary>
public sealed record HistoryEntry(long Number, DateTimeOffset At, string Type, string? Step, string Data);

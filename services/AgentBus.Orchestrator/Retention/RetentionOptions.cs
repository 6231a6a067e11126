using System.ComponentModel.DataAnnotations;

namespace AgentBus.Orchestrator.Retention;

/// <summary>How long things are kept; section <c>Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>
    /// Runs that ended longer ago are deleted with their documents, steps, history and approvals, such as <c>90.00:00:00</c> for 90 days. Default: kept for ever,
    /// because what is deleted cannot be brought back and somebody may owe it to an auditor.
    /// </summary>
    [Range(typeof(TimeSpan), "01:00:00", "36500.00:00:00")]
    public TimeSpan? FinishedRuns { get; set; }

    /// <summary>How long a repetition of a command, or of a gathered event, is known as one; default 14 days. Longer than any message waits in a queue.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan Repetitions { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long dead letters are kept after they were replayed or discarded; default 30 days. Open ones are kept for ever.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan DeadLetters { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a worker that ended without a word, such as by a kill, is listed after it was last seen; default 30 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan Workers { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long it is kept which model each call went to and what became of it; default 30 days. What was learned from it stays.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "36500.00:00:00")]
    public TimeSpan Decisions { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Runs, or rows, deleted in one transaction at most; default 200.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 200;
}

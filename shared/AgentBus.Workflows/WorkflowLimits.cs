using System.ComponentModel.DataAnnotations;

namespace AgentBus.Workflows;

/// <summary>
/// How large definitions and runs may become: configuration section <c>Workflows:Limits</c>. All hosts of one installation should have the
/// same, or a definition that one takes another refuses.
/// </summary>
public sealed record WorkflowLimits
{
    /// <summary>Where it is in the configuration.</summary>
    public const string Section = "Workflows:Limits";

    /// <summary>The limits without configuration.</summary>
    public static WorkflowLimits Default { get; } = new();

    /// <summary>For definitions that are stored: what was taken once stays readable when the limits are lowered.</summary>
    public static WorkflowLimits Widest { get; } = new() { DocumentBytes = 64 * 1024 * 1024, Tasks = 1_000_000, Nesting = 500 };

    /// <summary>Bytes of a definition's text in UTF-8; default 1 MB.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int DocumentBytes { get; init; } = 1024 * 1024;

    /// <summary>Tasks of a definition, nested ones too; default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int Tasks { get; init; } = 10_000;

    /// <summary>Levels of objects and lists in a definition; default 100.</summary>
    [Range(10, 500)]
    public int Nesting { get; init; } = 100;

    /// <summary>Items of one <c>for</c>, batches counting as one; default 1,000,000.</summary>
    [Range(1, int.MaxValue)]
    public int ForItems { get; init; } = 1_000_000;

    /// <summary>Bytes of an agent's input, of an event and of a step's output: what one message carries; default 1 MB.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int ValueBytes { get; init; } = 1024 * 1024;

    /// <summary>Bytes of <c>$context</c>: it gathers the outputs of several steps, and no message carries it; default 16 MB.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int ContextBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Bytes of a collected array that an expression reads, and of the run's output; default 64 MB.</summary>
    [Range(1024, 512 * 1024 * 1024)]
    public int CollectionBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Runs above one another; default 20. A workflow that runs itself without end stops here.</summary>
    [Range(1, 1_000)]
    public int RunDepth { get; init; } = 20;

    /// <summary>
    /// Entries of a run's history; default 5,000,000: a <c>for</c> of a million items with an agent call each writes four or five an item. The
    /// engine never reads its history, so this bounds only what a workflow that loops for ever can fill the store with. The run over it
    /// faults, and is compensated beyond it.
    /// </summary>
    [Range(100, long.MaxValue)]
    public long HistoryEntries { get; init; } = 5_000_000;

    /// <summary>Steps of one evaluation of an expression; default 1,500,000, which ends a runaway one within about 100 ms.</summary>
    [Range(1_000, 1_000_000_000)]
    public long ExpressionSteps { get; init; } = 1_500_000;

    /// <summary>Bytes of values that one evaluation of an expression makes; default 48 MB.</summary>
    [Range(1024, 2L * 1024 * 1024 * 1024)]
    public long ExpressionBytes { get; init; } = 48 * 1024 * 1024;
}

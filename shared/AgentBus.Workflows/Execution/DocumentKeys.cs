namespace AgentBus.Workflows.Execution;

/// <summary>Keys of a run's documents that the shell knows; the engine makes up all others.</summary>
public static class DocumentKeys
{
    /// <summary>The raw input, stored by whoever starts the run.</summary>
    public const string Input = "input";

    /// <summary>The run's output, stored when it completes.</summary>
    public const string Output = "output";

    /// <summary>What the run's budget is, was and holds, kept by the shell for people to see; see <see cref="RunState.BudgetNow"/>.</summary>
    public const string Budget = "budget";

    /// <summary>Begins the keys of documents that may not be there; the shell then gives JSON's null.</summary>
    internal const char Optional = '?';

    private const string WorkflowPrefix = "workflow:";
    private const string Latest = "latest";

    /// <summary>
    /// Not a document but a question to the shell: which stored version a reference means. The answer is <c>{"version": "1.2.0"}</c>, or
    /// null where there is none.
    /// </summary>
    public static string Workflow(string @namespace, string name, string? version) => $"{WorkflowPrefix}{@namespace}/{name}@{version ?? Latest}";

    /// <summary>Whether a document that is not there is told as null; every other one that is asked for was stored.</summary>
    public static bool MayBeMissing(string key) => key.StartsWith(Optional);

    /// <summary>What <see cref="Workflow"/> asks, with a null version for the latest; null for every other key.</summary>
    public static (string Namespace, string Name, string? Version)? AsksForWorkflow(string key) =>
        key.StartsWith(WorkflowPrefix, StringComparison.Ordinal) && key[WorkflowPrefix.Length..].Split('/', '@') is [var space, var name, var version]
            ? (space, name, version == Latest ? null : version)
            : null;
}

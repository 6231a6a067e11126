using System.Text.Json;

namespace AgentBus.Workflows.Definitions;

/// <summary>A validated Serverless Workflow 1.0 document with every expression compiled. Immutable.</summary>
public sealed class WorkflowDefinition
{
    public required DefinitionKey Key { get; init; }

    public string? Title { get; init; }

    public string? Summary { get; init; }

    /// <summary>The whole document as JSON: <c>$workflow.definition</c>.</summary>
    public required JsonElement Document { get; init; }

    public InputSpec? Input { get; init; }

    public OutputSpec? Output { get; init; }

    public required IReadOnlyList<TaskDefinition> Do { get; init; }

    /// <summary>How long a run may take; null = no bound.</summary>
    public Duration? Timeout { get; init; }

    public ScheduleSpec? Schedule { get; init; }

    /// <summary><c>document.metadata.agentbus</c>.</summary>
    public WorkflowSettings Settings { get; init; } = new();

    /// <summary>Every task by its JSON pointer, such as <c>/do/2/check</c>; nested ones too.</summary>
    public required IReadOnlyDictionary<string, TaskDefinition> Tasks { get; init; }

    /// <summary>Names of the agents its tasks may call, without repeats.</summary>
    public required IReadOnlySet<string> Agents { get; init; }
}

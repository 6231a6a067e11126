using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions;

/// <summary>A node of a definition.</summary>
public abstract record TaskDefinition
{
    public required string Name { get; init; }

    /// <summary>JSON pointer in the document, such as <c>/do/2/check</c> or <c>/do/0/gather/do/0/read</c>.</summary>
    public required string Path
    {
        get;
        init
        {
            field = value;
            FirstStep = $"{value}#1";
        }
    }

    /// <summary>Id of its first step outside of any <c>for</c>.</summary>
    internal string FirstStep { get; private init; } = "";

    public Expression? If { get; init; }

    public InputSpec? Input { get; init; }

    public OutputSpec? Output { get; init; }

    public ExportSpec? Export { get; init; }

    public Duration? Timeout { get; init; }

    /// <summary>continue, exit, end or a task's name; never null.</summary>
    public string Then { get; init; } = Flow.Continue;

    /// <summary><c>metadata.agentbus</c>: <c>compensate</c>.</summary>
    public IReadOnlyList<TaskDefinition> Compensate { get; init; } = [];

    /// <summary><c>metadata.agentbus</c>: what follows when retries and candidates are used up.</summary>
    public OnExhausted OnExhausted { get; init; }
}

using System.Diagnostics.CodeAnalysis;
using AgentBus.Workflows.Execution;

namespace AgentBus.Conformance.Workflows;

/// <summary>What is expected of one of the standard's examples; one that behaves differently with other input has several.</summary>
/// <param name="File">Its name without <c>.yaml</c>.</param>
internal sealed record Example(string File)
{
    /// <summary>The run's input.</summary>
    [StringSyntax(StringSyntaxAttribute.Json)]
    public string Input { get; init; } = "{}";

    /// <summary>CloudEvents that arrive once it waits, one after the other.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>How it ends; Waiting = an endless one that goes on.</summary>
    public RunStatus Ends { get; init; } = RunStatus.Completed;

    /// <summary>jq over <c>{output, error, published, requests, seconds}</c> that must be true.</summary>
    [StringSyntax("jq")]
    public string Then { get; init; } = "true";

    /// <summary>The unsupported feature it must be refused for by name; null = it is supported.</summary>
    public string? Refused { get; init; }
}

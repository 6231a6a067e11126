using AgentBus.Gateway.Definitions;
using AgentBus.Gateway.Problems;
using AgentBus.Storage.Queries;
using AgentBus.Workflows.Execution;

namespace AgentBus.Gateway.Runs;

/// <summary>Query of <c>GET /v1/runs</c>; what is left out does not filter.</summary>
/// <param name="State">Pending, Running, Waiting, Paused, Compensating, Completed, Faulted, Cancelled; or open, or over.</param>
/// <param name="Workflow"><c>name</c>, <c>namespace/name</c>, either with <c>@version</c>.</param>
/// <param name="Version">Version of the workflow.</param>
/// <param name="ErrorType">URI of the error that ended the run, or its last word.</param>
/// <param name="Agent">Runs with a step of this agent.</param>
/// <param name="StartedBy">Name of the key, or the event source.</param>
/// <param name="Parent">The run that started them.</param>
/// <param name="Text">Words in the input.</param>
/// <param name="Since">Started at or after this time.</param>
/// <param name="Until">Started at or before this time.</param>
/// <param name="Limit">1 to 500; default 50.</param>
/// <param name="Cursor">'next' of the page before.</param>
internal sealed record RunsQuery(
    string? State, string? Workflow, string? Version, string? ErrorType, string? Agent, string? StartedBy, string? Parent, string? Text, string? Since,
    string? Until, string? Limit, string? Cursor)
{
    private const string Open = "open";
    private const string Over = "over";
    private const int MaxText = 1_000;

    private static readonly IReadOnlyList<string> States = [.. Enum.GetNames<RunStatus>(), Open, Over];

    /// <summary>The filter; ends the request where a value is none.</summary>
    public RunFilter Filter()
    {
        var state = Paging.OneOf("state", State, States);
        var workflow = Workflow is null ? null : WorkflowReference.Parse(Workflow, "workflow");
        if (Version is not null && workflow is null)
        {
            throw ApiProblem.Invalid("version is given without workflow; a version is one of a workflow's.");
        }

        if (Text is { } text && (text.Length > MaxText || !text.Any(char.IsLetterOrDigit)))
        {
            throw ApiProblem.Invalid($"text is '{(text.Length > 40 ? text[..40] + "..." : text)}'; words of together at most {MaxText} characters are wanted.");
        }

        return new RunFilter(
            state is Open or Over ? null : state, workflow?.Namespace, workflow?.Name, Paging.Time("since", Since), Paging.Time("until", Until),
            Paging.Id("parent", Parent), Version ?? workflow?.Version, ErrorType, Agent, StartedBy, Text, state switch
            {
                Open => true,
                Over => false,
                _ => null,
            });
    }
}

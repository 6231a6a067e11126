using AgentBus.Workflows.Definitions.Reading;

namespace AgentBus.Workflows.Definitions.Rules;

/// <summary>A call is one of those that can be run.</summary>
internal sealed class SupportedCallRule : ITaskRule
{
    private static readonly string[] Supported = ["agent", "approval"];
    private static readonly string[] NotYet = ["http", "openapi", "mcp", "a2a", "plan"];
    private static readonly string[] Never = ["grpc", "asyncapi"];

    public void Check(TaskNode task)
    {
        if (task.At.Get("call") is not { } call || call.Text() is not { } name || Supported.Contains(name))
        {
            return;
        }

        call.Report(name switch
        {
            _ when NotYet.Contains(name) => $"'call: {name}' is not yet supported. Let an agent do it: 'call: agent'.",
            _ when Never.Contains(name) => $"'call: {name}' is not supported. Let an agent do it: 'call: agent'.",
            _ when call.Context.Use.HasFunction(name) => $"'call: {name}' calls a function of use.functions, which is not yet supported. Let an agent do it: 'call: agent'.",
            _ when name.Contains('@') || name.Contains("://", StringComparison.Ordinal) => $"'call: {name}' calls a function of a catalog, which is not yet supported. Let an agent do it: 'call: agent'.",
            _ => $"'call: {name}' is not known. To call the agent '{name}' write 'call: agent' and 'with: {{agent: {name}}}'. {Words.Suggest(name, [.. Supported, .. NotYet])}",
        });
    }
}

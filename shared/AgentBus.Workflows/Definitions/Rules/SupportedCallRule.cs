using AgentBus.Workflows.Definitions.Reading;

namespace AgentBus.Workflows.Definitions.Rules;

/// <summary>A call is one of those that can be run.</summary>
internal sealed class SupportedCallRule : ITaskRule
{
    private static readonly string[] Supported = ["agent", "approval", "plan", "http", "openapi", "mcp", "a2a"];
    private static readonly string[] Never = ["grpc", "asyncapi"];

    public void Check(TaskNode task)
    {
        if (task.At.Get("call") is not { } call || call.Text() is not { } name || Supported.Contains(name) || call.Context.Use.Function(name) is not null)
        {
            return;
        }

        call.Report(name switch
        {
            _ when Never.Contains(name) => $"'call: {name}' is not supported. Let an agent do it: 'call: agent'.",
            _ when name.Contains('@') || name.Contains("://", StringComparison.Ordinal) =>
                $"'call: {name}' calls a function from outside, which is fetched only from hosts that the operator allows (Calls:CatalogHosts; default none). Write the function under use.functions.",
            _ => $"'call: {name}' is not known. To call the agent '{name}' write 'call: agent' and 'with: {{agent: {name}}}'. {Words.Suggest(name, [.. Supported, .. call.Context.Use.Functions])}",
        });
    }
}

using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>call</c>. Calls other than these two are refused by a rule.</summary>
internal static class CallReader
{
    public static TaskDefinition? Read(TaskNode task) =>
        task.At.Get("call")! is { Kind: NodeKind.String } call
            ? call.Node.Text switch
            {
                "agent" => task.At.Required("with") is { } with ? CallAgentReader.Read(task, with) : null,
                "approval" => task.At.Required("with") is { } with ? CallApprovalReader.Read(task, with) : null,
                _ => null,
            }
            : null;
}

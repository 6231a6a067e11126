using AgentBus.Workflows.Definitions.Reading.Calls;
using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>call</c>. Calls other than these are refused by a rule.</summary>
internal static class CallReader
{
    public static TaskDefinition? Read(TaskNode task) =>
        task.At.Get("call")! is { Kind: NodeKind.String } call
            ? call.Node.Text switch
            {
                "agent" => task.At.Required("with") is { } with ? CallAgentReader.Read(task, with) : null,
                "plan" => task.At.Required("with") is { } with ? CallPlanReader.Read(task, with) : null,
                "approval" => task.At.Required("with") is { } with ? CallApprovalReader.Read(task, with) : null,
                var protocol when ServiceCallReader.Protocols.Contains(protocol) =>
                    task.At.Required("with") is { } with ? ServiceCallReader.Read(task, protocol, with) : null,
                var function when call.Context.Use.Function(function) is not null => FunctionReader.Read(task, function, task.At.Get("with")),
                _ => null,
            }
            : null;
}

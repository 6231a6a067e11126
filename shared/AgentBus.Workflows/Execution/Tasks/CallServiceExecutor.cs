using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>A call to the outside: an agent step whose input describes the call. The agent fails with the standard's errors.</summary>
internal sealed class CallServiceExecutor : CallAgentExecutor
{
    public override string Kind => "call";

    /// <summary>The error a call fails with. What is no answer of the call itself (a lost worker) is an agent's failure.</summary>
    public static WorkflowError Error(AttemptOutcome outcome, string task) =>
        CallErrorCode.Parse(outcome.Code) is var (type, status)
            ? new WorkflowError(type, status, "The call failed", outcome.Message is null ? null : Limits.Clip(outcome.Message), task)
            : AgentResults.Error(outcome, CallServiceTask.BuiltInAgent, task);

    protected override DataRef Arguments(Machine machine, AgentFrame step, CallAgentTask task)
    {
        var document = CallDocument.Of((CallServiceTask)task, new Scope(machine, step, step.Input));
        return new DataRef.Fresh(document, $"{step.Id}/arguments");
    }
}

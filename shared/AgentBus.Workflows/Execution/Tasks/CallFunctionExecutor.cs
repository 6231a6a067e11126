using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>Runs a function's task on the arguments; its output is the call's.</summary>
internal sealed class CallFunctionExecutor : TaskExecutor<CallFunctionTask, SimpleFrame>
{
    public override string Kind => "function";

    protected override void Begin(Machine machine, SimpleFrame step, CallFunctionTask task)
    {
        var input = task.Arguments is { } arguments
            ? new Scope(machine, step, step.Input).Make(arguments, $"{step.Id}/arguments", "The function's input")
            : step.Input;
        StepFlow.Begin(machine, step, task.Body, input);
    }
}

using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>Tasks one after the other; the output is the last one's.</summary>
internal sealed class DoExecutor : TaskExecutor<DoTask, SimpleFrame>
{
    public override string Kind => "do";

    protected override void Begin(Machine machine, SimpleFrame step, DoTask task) =>
        BlockFlow.Begin(machine, BlockFlow.Open(machine, step, BlockRole.Main), step.Input);
}

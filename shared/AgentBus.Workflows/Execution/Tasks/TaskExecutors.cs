using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Plans;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>Which executor does which kind of task.</summary>
internal static class TaskExecutors
{
    private static readonly Dictionary<Type, ITaskExecutor> All = new()
    {
        [typeof(DoTask)] = new DoExecutor(),
        [typeof(SetTask)] = new SetExecutor(),
        [typeof(SwitchTask)] = new SwitchExecutor(),
        [typeof(ForkTask)] = new ForkExecutor(),
        [typeof(ForTask)] = new ForExecutor(),
        [typeof(TryTask)] = new TryExecutor(),
        [typeof(RaiseTask)] = new RaiseExecutor(),
        [typeof(WaitTask)] = new WaitExecutor(),
        [typeof(EmitTask)] = new EmitExecutor(),
        [typeof(ListenTask)] = new ListenExecutor(),
        [typeof(RunWorkflowTask)] = new RunWorkflowExecutor(),
        [typeof(CallAgentTask)] = new CallAgentExecutor(),
        [typeof(CallServiceTask)] = new CallServiceExecutor(),
        [typeof(CallFunctionTask)] = new CallFunctionExecutor(),
        [typeof(ExtendedTask)] = new ExtendedExecutor(),
        [typeof(CallPlanTask)] = new CallPlanExecutor(),
        [typeof(CallApprovalTask)] = new CallApprovalExecutor(),
    };

    public static ITaskExecutor Of(TaskDefinition task) =>
        All.TryGetValue(task.GetType(), out var executor)
            ? executor
            : throw new NotSupportedException($"Task {task.Path} is of a kind that this version does not run ({task.GetType().Name}).");
}

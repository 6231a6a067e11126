using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>
/// Runs another workflow, pinned to the version that the reference means now. Awaited, its output is the step's; otherwise the step hands its
/// input on as soon as the run is started.
/// </summary>
internal sealed class RunWorkflowExecutor : TaskExecutor<RunWorkflowTask, ChildFrame>
{
    public override string Kind => "run";

    protected override void Begin(Machine machine, ChildFrame step, RunWorkflowTask task)
    {
        var found = machine.Documents.Read(new DataRef.Document(DocumentKeys.Workflow(task.Namespace, task.Workflow, task.Version)));
        var input = task.Arguments is { } template
            ? machine.Documents.Read(new Scope(machine, step, step.Input).Make(template, $"{step.Id}/arguments", "The input of the run"))
            : Json.EmptyObject;
        if (machine.Documents.AnyMissing)
        {
            return;
        }

        var version = found.Text("version") ?? throw Unknown(task);
        var child = ChildRuns.Start(machine, step, new DefinitionKey(task.Namespace, task.Workflow, version), input, task.Await);
        if (task.Await)
        {
            machine.Put(step with { Child = child });
            machine.Effects.Step(step, StepStatus.Waiting, $"waiting for run {child} of {task.Namespace}/{task.Workflow}@{version}");
        }
        else
        {
            StepFlow.Complete(machine, step, step.Input, reason: $"started run {child}");
        }
    }

    protected override void RunEnded(Machine machine, ChildFrame step, RunWorkflowTask task, RunEvent.ChildEnded ended)
    {
        if (ended.Child != step.Child)
        {
            return;
        }

        ChildRuns.Ended(machine, ended);
        step = step with { Child = null, CostUsd = ended.CostUsd, Tokens = ended.Tokens };
        machine.Put(step);
        if (ended is { Status: RunStatus.Completed, Error: null, Output: { } output })
        {
            StepFlow.Complete(machine, step, new DataRef.Fresh(output, $"{step.Id}/output"), reason: $"run {ended.Child}");
        }
        else
        {
            StepFlow.Fault(machine, step, ChildRuns.Failure(ended, task.Path));
        }
    }

    protected override void Withdraw(Machine machine, ChildFrame step, RunWorkflowTask task)
    {
        if (step.Child is { } child)
        {
            ChildRuns.Cancel(machine, step, child);
        }
    }

    private static WorkflowFault Unknown(RunWorkflowTask task) => new(new WorkflowError(
        ErrorTypes.Configuration, 400, "Unknown workflow",
        $"There is no definition {task.Namespace}/{task.Workflow}{(task.Version is null ? "" : $"@{task.Version}")}. Apply it, or correct run.workflow of {task.Path}.",
        task.Path));
}

using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Operators;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Execution.Tasks;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>What all steps have in common: condition, input, timeout, output, export, compensation, and how they end.</summary>
internal static class StepFlow
{
    /// <summary>Begins a step inside a block or a fork.</summary>
    public static void Begin(Machine machine, Frame parent, TaskDefinition task, DataRef rawInput)
    {
        var step = TaskExecutors.Of(task).Blank with
        {
            Id = IdOf(task, parent),
            Parent = parent.Id,
            Task = task.Path,
            Indexes = parent.Indexes,
            Visit = parent.Visit,
            LastVisit = parent.Visit,
            Deadline = parent.Deadline,
            StartedAt = machine.Now,
            Input = rawInput,
            IsNew = true,
        };
        machine.Put(step);
        machine.Post(step.Id, () => Enter(machine, machine.Get<StepFrame>(step.Id), task));
    }

    /// <summary>The step's work is done: transforms its output and hands it on.</summary>
    /// <param name="then">Overrides the task's own directive.</param>
    /// <param name="reason">Why it ended so, where that is not plain.</param>
    public static void Complete(Machine machine, StepFrame step, DataRef rawOutput, string? then = null, string? reason = null)
    {
        var task = machine.TaskOf(step);
        var output = Transform(machine, step, task, rawOutput);
        if (machine.Documents.AnyMissing)
        {
            return;
        }

        Export(machine, step, task.Export, output, task.Path);
        UndoFlow.Remember(machine, step, task, output);
        Close(machine, step);
        machine.Effects.Completed(step, output, reason);
        HandOn(machine, step, task, output, then ?? task.Then);
    }

    /// <summary>The step failed; what is open inside it is cancelled.</summary>
    public static void Fault(Machine machine, StepFrame step, WorkflowError error)
    {
        error = error with { Instance = error.Instance ?? step.Task, Fallen = [.. error.Fallen ?? [], .. machine.Tree(step)] };
        Close(machine, step, wanted: false);
        machine.Effects.Step(step, StepStatus.Faulted, error.ToString());
        machine.Effects.Record("step.faulted", step.Id, writer => writer.Member("error", error.ToJson()));
        Blame(machine, step, error);
    }

    /// <summary>Makes the new <c>$context</c> from a transformed output.</summary>
    public static void Export(Machine machine, Frame frame, ExportSpec? export, DataRef output, string path)
    {
        if (export is null)
        {
            return;
        }

        var context = export.As is { } template
            ? new Scope(machine, frame, output, output).Make(template, $"{frame.Id}/context", "The context", machine.Limits.ContextBytes)
            : output;
        Schemas.Check(machine, export.Schema, context, "context", path);
        machine.State = machine.State with { Context = context };
    }

    /// <summary>Cancels what is open inside a frame, not the frame itself.</summary>
    public static void CancelChildren(Machine machine, Frame frame)
    {
        foreach (var child in machine.Children(frame.Id).ToList())
        {
            Cancel(machine, child);
        }
    }

    /// <summary>Cancels a frame and what is open inside it.</summary>
    public static void Cancel(Machine machine, Frame frame)
    {
        if (frame is StepFrame { IsNew: false } step)
        {
            Close(machine, step, wanted: false);
            machine.Effects.Step(step, StepStatus.Cancelled);
        }
        else
        {
            CancelChildren(machine, frame);
            machine.Remove(machine.Get<Frame>(frame.Id));
        }
    }

    /// <summary>The run goes on without the step, as if its condition had been false.</summary>
    public static void Skip(Machine machine, StepFrame step, DataRef output, string reason)
    {
        Close(machine, step, wanted: false);
        machine.Effects.Step(step, StepStatus.Skipped, reason);
        HandOn(machine, step, machine.TaskOf(step), output, Flow.Continue);
    }

    /// <summary>A step whose run had ended goes on with what is inside it. Its time begins anew.</summary>
    /// <param name="deadline">The nearest timeout around it.</param>
    public static StepFrame Reopen(Machine machine, StepFrame step, DateTimeOffset? deadline)
    {
        step = step with { Deadline = deadline };
        machine.Put(step);
        machine.Effects.Step(step, StepStatus.Running);
        TaskExecutors.Of(machine.TaskOf(step)).Reopen(machine, step);
        return BeginTime(machine, step, machine.TaskOf(step));
    }

    /// <summary>The run may end and be opened again within the name's lifetime, so it is part of the name.</summary>
    public static TimerName TimeoutTimer(Machine machine, StepFrame step) => new(TimerName.Timeout, 1 + machine.State.Revivals, step.Id);

    private static string IdOf(TaskDefinition task, Frame parent) =>
        parent.Indexes.Length == 0 && parent.Visit == 1 ? task.FirstStep : StepId.Of(task.Path, parent.Indexes, parent.Visit);

    private static void Enter(Machine machine, StepFrame step, TaskDefinition task)
    {
        step = step with { IsNew = false };
        machine.Put(step);
        var raw = new Scope(machine, step, step.RawInput);
        if (task.If is { } condition && !raw.Test(condition))
        {
            machine.Remove(step);
            machine.Effects.Step(step, StepStatus.Skipped, "its condition is false");
            HandOn(machine, step, task, step.RawInput, Flow.Continue);
            return;
        }

        Schemas.Check(machine, task.Input?.Schema, step.RawInput, "input", task.Path);
        if (task.Input?.From is { } from)
        {
            step = step with { Input = raw.Make(from, $"{step.Id}/input", "The input"), Untransformed = step.Input };
            machine.Put(step);
        }

        step = BeginTime(machine, step, task);
        machine.Effects.Step(step, StepStatus.Running);
        machine.Effects.Started(step, machine.State.Context);
        TaskExecutors.Of(task).Begin(machine, step);
    }

    private static DataRef Transform(Machine machine, StepFrame step, TaskDefinition task, DataRef rawOutput)
    {
        var output = task.Output?.As is { } template
            ? new Scope(machine, step, rawOutput, rawOutput).Make(template, $"{step.Id}/output", "The output")
            : rawOutput;
        Schemas.Check(machine, task.Output?.Schema, output, "output", task.Path);
        return output;
    }

    private static StepFrame BeginTime(Machine machine, StepFrame step, TaskDefinition task)
    {
        if (task.Timeout is not { } timeout)
        {
            return step;
        }

        var due = machine.Now + new Scope(machine, step, step.Input).Measure(timeout);
        step = step with { Deadline = step.Deadline < due ? step.Deadline : due };
        machine.Put(step);
        machine.Effects.SetTimer(TimeoutTimer(machine, step), due);
        return step;
    }

    /// <param name="wanted">Whether a result that comes later is one of a step that is done; otherwise what it did is to be undone.</param>
    private static void Close(Machine machine, StepFrame step, bool wanted = true)
    {
        CancelChildren(machine, step);
        var task = machine.TaskOf(step);
        TaskExecutors.Of(task).Withdraw(machine, step);
        if (task.Timeout is not null)
        {
            machine.Effects.CancelTimer(TimeoutTimer(machine, step));
        }

        if (!wanted)
        {
            LateFlow.Keep(machine, machine.Get<StepFrame>(step.Id));
        }

        machine.Remove(machine.Get<StepFrame>(step.Id));
    }

    private static void HandOn(Machine machine, StepFrame step, TaskDefinition task, DataRef output, string then)
    {
        var parent = machine.Get<Frame>(step.Parent!);
        if (parent is ExtendedFrame extended)
        {
            // The extension goes where the task would have gone, after the tasks that come after it.
            machine.Put(extended with { Directive = then == Flow.Continue ? null : then });
            machine.Post(parent.Id, () => ExecutorOf(machine, parent.Id).ChildDone(machine, machine.Get<StepFrame>(parent.Id), step, output));
        }
        else if (then == Flow.End && !UndoFlow.IsInside(machine, parent))
        {
            machine.Post(null, () => RunFlow.Complete(machine, output));
        }
        else if (parent is BlockFrame)
        {
            var directive = then == Flow.End ? Flow.Exit : then;
            machine.Post(parent.Id, () => BlockFlow.TaskDone(machine, machine.Get<BlockFrame>(parent.Id), task, output, directive));
        }
        else
        {
            machine.Post(parent.Id, () => ExecutorOf(machine, parent.Id).ChildDone(machine, machine.Get<StepFrame>(parent.Id), step, output));
        }
    }

    private static void Blame(Machine machine, StepFrame step, WorkflowError error)
    {
        Frame child = step;
        if (machine.Find(step.Parent!) is BlockFrame block)
        {
            machine.Remove(block);
            child = block;
            error = error with { Fallen = [.. error.Fallen ?? [], block] };
        }

        if (child is BlockFrame { Role: BlockRole.Compensate } undo)
        {
            UndoFlow.Failed(machine, undo, step, error);
        }
        else if (child.Parent is null)
        {
            machine.PostLast(null, () => RunFlow.Fault(machine, error));
        }
        else
        {
            var parent = child.Parent;
            machine.PostLast(parent, () => ExecutorOf(machine, parent).ChildFaulted(machine, machine.Get<StepFrame>(parent), child, error));
        }
    }

    private static ITaskExecutor ExecutorOf(Machine machine, string step) => TaskExecutors.Of(machine.TaskOf(machine.Get<StepFrame>(step)));
}

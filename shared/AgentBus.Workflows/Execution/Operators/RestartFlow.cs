using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Operators;

/// <summary>
/// Lets a run go on from an earlier task with the input it had then. Possible wherever the list of tasks around it is still open, and for
/// tasks of the workflow's own list also after the run's end. What is open in that list is cancelled; the task gets a new visit.
/// </summary>
internal static class RestartFlow
{
    public static ControlRefusal? Refusal(WorkflowDefinition definition, RunState state, RunEvent.RestartRequested request)
    {
        if (StepPlace.Of(definition, request.Step) is not { } place)
        {
            return new ControlRefusal("no-such-task", $"'{request.Step}' is neither a task of {definition.Key} nor a step of it.");
        }

        if (StepOrigin.Parse(request.Origin) is null)
        {
            return new ControlRefusal("never-began", $"'{request.Step}' has not begun in this run, so there is no input to restart it with.");
        }

        return RunControl.IsCompensating(state)
            ? new ControlRefusal("compensating", "The run is being compensated; what it did cannot be built on any more. Start a new run.")
            : state.IsOver && state.Undone ? RunControl.Compensated
            : Runner(definition, state, place) is null && !IsTop(definition, state, place.Task)
                ? new ControlRefusal("restart-elsewhere", $"What is around '{request.Step}' is not open any more. Restart '{Nearest(definition, state, place)}' instead.")
            : null;
    }

    public static void Restart(Machine machine, RunEvent.RestartRequested request)
    {
        var place = StepPlace.Of(machine.Definition, request.Step)!;
        var origin = StepOrigin.Parse(request.Origin)!;
        ControlFlow.Record(machine, "run.restarted", request.Step, request);
        if (machine.State.IsOver)
        {
            RunFlow.Reopen(machine, DataRef.Null);
        }

        var state = machine.State with { Frames = [.. machine.AllFrames] };
        var runner = Runner(machine.Definition, state, place)!;
        if (!IsBesideOthers(machine, runner))
        {
            machine.State = machine.State with { Context = origin.Context ?? DataRef.Null };
        }

        if (runner is BlockFrame block)
        {
            StepFlow.CancelChildren(machine, block);
            BlockFlow.Anew(machine, machine.Get<BlockFrame>(block.Id) with { Pending = null }, BlockFlow.IndexOf(BlockFlow.Tasks(machine.Definition, block), place.Task), origin.Input);
        }
        else
        {
            RestartBranch(machine, runner, place.Task, origin.Input);
        }
    }

    private static void RestartBranch(Machine machine, Frame fork, TaskDefinition branch, DataRef input)
    {
        foreach (var open in machine.Children(fork.Id).OfType<StepFrame>().Where(child => child.Task == branch.Path).ToList())
        {
            StepFlow.Cancel(machine, open);
        }

        fork = machine.Get<Frame>(fork.Id);
        var visit = fork.LastVisit + 1;
        machine.Put(fork with { LastVisit = visit });
        StepFlow.Begin(machine, fork with { Visit = visit }, branch, input);
    }

    private static Frame? Runner(WorkflowDefinition definition, RunState state, StepPlace place) =>
        state.IsOver ? null : OpenSteps.Around(definition, state, place.Task, place.Indexes);

    /// <summary>The workflow's own list can be opened again.</summary>
    private static bool IsTop(WorkflowDefinition definition, RunState state, TaskDefinition task) =>
        state.IsOver && definition.Do.Any(top => top.Path == task.Path);

    /// <summary>The context belongs to all: where others run at the same time it stays as it is.</summary>
    private static bool IsBesideOthers(Machine machine, Frame frame)
    {
        for (Frame? around = frame; around is not null; around = around.Parent is null ? null : machine.Find(around.Parent))
        {
            if (around is ForkFrame or ForFrame && machine.Children(around.Id).Skip(1).Any())
            {
                return true;
            }
        }

        return false;
    }

    private static string Nearest(WorkflowDefinition definition, RunState state, StepPlace place)
    {
        var above = definition.Tasks.Values
            .Where(task => place.Task.Path.StartsWith($"{task.Path}/", StringComparison.Ordinal)).OrderByDescending(task => task.Path.Length);
        foreach (var task in above)
        {
            for (var depth = place.Indexes.Length; depth >= 0; depth--)
            {
                if (IsTop(definition, state, task) || (!state.IsOver && OpenSteps.Around(definition, state, task, place.Indexes.AsSpan(0, depth)) is not null))
                {
                    return task.Path;
                }
            }
        }

        return definition.Do[0].Path;
    }
}

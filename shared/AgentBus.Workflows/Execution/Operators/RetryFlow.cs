using System.Text.Json;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Execution.Tasks;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Operators;

/// <summary>
/// Tries again what failed: a parked step, a compensation, or a run that failed with nothing undone. Such a run goes on with all that was
/// completed; the step that failed, and those the failure cancelled, run again under a new visit.
/// </summary>
internal static class RetryFlow
{
    /// <summary>Keeps what was open when the run failed. Not where completed steps are undone: from there nothing can go on.</summary>
    public static void Remember(Machine machine, WorkflowError error)
    {
        var open = (error.Fallen ?? []).Concat(RunFlow.Root(machine) is { } root ? machine.Tree(root) : []).ToArray();
        if (machine.State.Undoable > 0 || open.OfType<StepFrame>().FirstOrDefault() is not { } failed)
        {
            return;
        }

        var mark = new FaultMark(machine.State.Revivals, failed.Id);
        var entry = new FaultEntry([.. open.Select(frame => frame.Keep(machine.Documents.Keep))], machine.Documents.Keep(machine.State.Context));
        machine.Documents.Store(mark.Key, JsonSerializer.SerializeToElement(entry, RunStateJson.Default.FaultEntry));
        machine.State = machine.State with { Fault = mark };
    }

    public static void Retry(Machine machine, RunEvent.RetryRequested request)
    {
        if (machine.State is { IsOver: true, Fault: { } mark })
        {
            Revive(machine, request, mark);
            return;
        }

        ControlFlow.Record(machine, request.Step is null ? "run.retried" : "step.retried", request.Step, request);
        var state = machine.State with { Frames = [.. machine.AllFrames] };
        if (request.Step is { } named)
        {
            TryAgain(machine, (Frame?)OpenSteps.Stuck(state, named) ?? OpenSteps.Find(state, named)!);
            return;
        }

        foreach (var step in state.Frames.Where(frame => frame is AgentFrame { Phase: AgentPhase.Parked }))
        {
            TryAgain(machine, step);
        }

        UndoFlow.RetryAll(machine);
    }

    private static void TryAgain(Machine machine, Frame frame)
    {
        switch (frame)
        {
            case AgentFrame agent:
                machine.Post(agent.Id, () => CallAgentExecutor.TryAgain(machine, agent));
                break;
            case TryFrame step:
                machine.Post(step.Id, () => TryExecutor.TryNow(machine, step));
                break;
            case BlockFrame undo:
                machine.Post(undo.Id, () => UndoFlow.Retry(machine, undo));
                break;
        }
    }

    private static void Revive(Machine machine, RunEvent.RetryRequested request, FaultMark mark)
    {
        if (machine.Documents.Read(new DataRef.Document(mark.Key)).Deserialize(RunStateJson.Default.FaultEntry) is not { } entry)
        {
            return;
        }

        ControlFlow.Record(machine, "run.retried", mark.Step, request);
        var root = RunFlow.Reopen(machine, entry.Context);
        Revive(machine, entry.Frames.ToLookup(frame => frame.Parent), entry.Frames.Single(frame => frame.Parent is null), root.Deadline);
    }

    /// <summary>Opens a frame again as it was, then those inside it; a step that has none inside begins anew.</summary>
    private static void Revive(Machine machine, ILookup<string?, Frame> children, Frame frame, DateTimeOffset? deadline)
    {
        if (frame is StepFrame step)
        {
            frame = StepFlow.Reopen(machine, step, deadline);
        }
        else
        {
            machine.Put(frame with { Deadline = deadline });
        }

        foreach (var child in children[frame.Id])
        {
            if (child is StepFrame leaf && !children[child.Id].Any())
            {
                BeginAnew(machine, frame.Id, leaf);
            }
            else
            {
                Revive(machine, children, child, machine.Get<Frame>(frame.Id).Deadline);
            }
        }

        if (frame is BlockFrame { Pending: not null } block)
        {
            machine.Post(block.Id, () => BlockFlow.Resume(machine, machine.Get<BlockFrame>(block.Id)));
        }
    }

    private static void BeginAnew(Machine machine, string parent, StepFrame leaf)
    {
        var around = machine.Get<Frame>(parent);
        around = around with { LastVisit = Math.Max(around.LastVisit, leaf.LastVisit) };
        if (around is BlockFrame block)
        {
            machine.Put(block with { Pending = null });
            machine.Post(parent, () => BlockFlow.Anew(machine, machine.Get<BlockFrame>(parent), block.Position, leaf.RawInput));
        }
        else
        {
            var visit = around.LastVisit + 1;
            machine.Put(around with { LastVisit = visit });
            machine.Post(parent, () => StepFlow.Begin(machine, machine.Get<Frame>(parent) with { Visit = visit }, machine.TaskOf(leaf), leaf.RawInput));
        }
    }
}

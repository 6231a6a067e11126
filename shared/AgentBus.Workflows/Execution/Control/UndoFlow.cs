using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Operators;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>
/// Compensation: when a run fails or is cancelled, completed steps that say how are undone, the last one first (or all at once). Steps
/// inside have their own retries. A compensation that fails waits for an operator while the others go on; the run does not end before.
/// </summary>
internal static class UndoFlow
{
    private const string IdPrefix = "undo/";
    private const int VisitsEach = 1_000;

    /// <summary>Keeps what is needed to undo a step that completes.</summary>
    public static void Remember(Machine machine, StepFrame step, TaskDefinition task, DataRef output)
    {
        if (task.Compensate.Count == 0)
        {
            return;
        }

        var snapshot = machine.Effects.Step(step, StepStatus.Completed);
        var entry = new UndoEntry(snapshot, step.Indexes, step.Visit, machine.Documents.Keep(output), Variables(machine, step));
        machine.Documents.Store(
            CollectionRead.ItemKey(UndoEntry.Prefix, machine.State.Undoable), JsonSerializer.SerializeToElement(entry, RunStateJson.Default.UndoEntry));
        machine.State = machine.State with { Undoable = machine.State.Undoable + 1 };
    }

    /// <summary>Undoes all there is, unless the run succeeded, and what is late; then ends the run so.</summary>
    public static void Begin(Machine machine, RunStatus after)
    {
        var steps = after == RunStatus.Completed ? 0 : machine.State.Undoable;
        if (steps == 0 && !IsGoingOn(machine))
        {
            RunFlow.End(machine, after);
            return;
        }

        machine.State = machine.State with { Status = RunStatus.Compensating, After = after, Undone = steps > 0 };
        if (steps > 0)
        {
            machine.Effects.Record("compensation.started", null, writer => writer.WriteNumber("steps", steps));
        }

        Next(machine);
    }

    /// <summary>Undoes what a late attempt did: at once while the run goes on, else in its turn.</summary>
    public static void Add(Machine machine, string key, UndoEntry entry)
    {
        var block = Open(machine, key, entry, UndoPhase.Queued);
        if (machine.State.Status == RunStatus.Compensating)
        {
            Next(machine);
        }
        else
        {
            Start(machine, block, entry.Output);
        }
    }

    public static void Undone(Machine machine, BlockFrame block)
    {
        if (Entry(machine, block) is { } entry)
        {
            machine.Effects.Step(entry.Step with { Status = StepStatus.Compensated });
            machine.Effects.Record("compensation.completed", entry.Step.Step);
            machine.Post(null, () => Next(machine));
        }
    }

    /// <summary>The block stays, with the input of the task that failed, until somebody decides.</summary>
    public static void Failed(Machine machine, BlockFrame block, StepFrame failed, WorkflowError error)
    {
        machine.Put(block with { Undo = UndoPhase.Stuck, Pending = failed.RawInput });
        if (Entry(machine, block) is { } entry)
        {
            machine.Effects.Step(entry.Step with
            {
                Status = StepStatus.Waiting,
                EndedAt = null,
                Reason = Limits.Clip($"not compensated: {error}. Retry, complete or skip it."),
            });
            machine.Effects.Record("compensation.failed", entry.Step.Step, writer => writer.Member("error", error.ToJson()));
            machine.Post(null, () => Next(machine));
        }
    }

    /// <summary>Goes on with the task that failed, under a new visit.</summary>
    public static void Retry(Machine machine, BlockFrame block)
    {
        if (Entry(machine, block) is { } entry)
        {
            machine.Effects.Step(entry.Step);
            Start(machine, block, block.Pending!);
        }
    }

    /// <summary>The same for all that failed, in their order.</summary>
    public static void RetryAll(Machine machine)
    {
        var stuck = Blocks(machine).Where(block => block.Undo == UndoPhase.Stuck).ToList();
        foreach (var block in stuck)
        {
            if (Entry(machine, block) is { } entry)
            {
                machine.Effects.Step(entry.Step);
                machine.Put(block with { Undo = UndoPhase.Queued });
            }
        }

        if (stuck.Count > 0)
        {
            machine.Post(null, () => Next(machine));
        }
    }

    public static void DoneByHand(Machine machine, BlockFrame block, RunEvent.ControlCommand command, string words) =>
        Settle(machine, block, command, "compensation.completedByHand", step => step with { Status = StepStatus.Compensated, Reason = words });

    public static void Skip(Machine machine, BlockFrame block, RunEvent.ControlCommand command, string words) =>
        Settle(machine, block, command, "compensation.skippedByHand", step => step with { Reason = $"not compensated: {words}" });

    /// <summary>The run is ended without any of this.</summary>
    public static void Abandon(Machine machine, BlockFrame block)
    {
        if (block.Undo == UndoPhase.Stuck && Entry(machine, block) is { } entry)
        {
            machine.Effects.Step(entry.Step with { Reason = "not compensated: the run was cancelled without compensation" });
        }

        StepFlow.Cancel(machine, block);
    }

    /// <summary>Whether a frame belongs to a compensation: there, <c>end</c> ends the compensation only.</summary>
    public static bool IsInside(Machine machine, Frame frame)
    {
        while (frame.Parent is { } parent && machine.Find(parent) is { } around)
        {
            frame = around;
        }

        return frame.Id.StartsWith(IdPrefix, StringComparison.Ordinal);
    }

    /// <summary>Begins what is next; ends the run when nothing is left. While the run goes on there is nothing to do: each begins by itself.</summary>
    public static void Next(Machine machine)
    {
        if (machine.State.Status != RunStatus.Compensating || machine.Documents.AnyMissing)
        {
            return;
        }

        var atOnce = machine.Definition.Settings.CompensationOrder == "parallel";
        var running = Blocks(machine).Any(block => block.Undo == UndoPhase.Running);
        foreach (var block in Blocks(machine).Where(block => block.Undo == UndoPhase.Queued).OrderByDescending(block => block.Turn).ToList())
        {
            if ((atOnce || !running) && Entry(machine, block) is { } entry)
            {
                Start(machine, block, block.Pending ?? entry.Output);
                running = true;
            }
        }

        while (Left(machine) > 0 && (atOnce || !running) && !machine.Documents.AnyMissing)
        {
            running = true;
            Undo(machine, machine.State.Undoable - 1);
        }

        if (Left(machine) == 0 && !IsGoingOn(machine))
        {
            RunFlow.End(machine, machine.State.After);
        }
    }

    /// <summary>All variables a step can see.</summary>
    public static Dictionary<string, DataRef>? Variables(Machine machine, Frame step)
    {
        var bound = new Dictionary<string, DataRef>();
        for (Frame? frame = step; frame is not null; frame = frame.Parent is null ? null : machine.Find(frame.Parent))
        {
            foreach (var (name, value) in frame.Variables ?? [])
            {
                bound.TryAdd(name, machine.Documents.Keep(value));
            }
        }

        return bound.Count == 0 ? null : bound;
    }

    private static void Undo(Machine machine, int number)
    {
        machine.State = machine.State with { Undoable = number };
        var key = CollectionRead.ItemKey(UndoEntry.Prefix, number);
        if (Read(machine, key) is { } entry)
        {
            Start(machine, Open(machine, key, entry, UndoPhase.Queued, number), entry.Output);
        }
    }

    private static BlockFrame Open(Machine machine, string key, UndoEntry entry, UndoPhase phase, int turn = int.MaxValue)
    {
        var visit = entry.Visit == 1 ? 1 : NewVisits(machine);
        var block = new BlockFrame
        {
            Id = $"{IdPrefix}{key}",
            Owner = entry.Step.Task,
            Role = BlockRole.Compensate,
            Undo = phase,
            Undoes = entry.Step.Step,
            Turn = turn,
            Indexes = entry.Indexes,
            Visit = visit,
            LastVisit = visit,
            Variables = entry.Variables,
        };
        machine.Put(block);
        return block;
    }

    /// <summary>
    /// Several visits of one step are undone by the same tasks. What these repeat in one compensation must not get the visit number, and with it
    /// the idempotency key, of another: each but the first visit's gets a thousand numbers of its own.
    /// </summary>
    private static int NewVisits(Machine machine)
    {
        var visit = Math.Max(machine.State.LastVisit, RunFlow.Root(machine)?.LastVisit ?? 0) + VisitsEach;
        machine.State = machine.State with { LastVisit = visit };
        return visit;
    }

    private static void Start(Machine machine, BlockFrame block, DataRef input)
    {
        var again = block.Pending is not null;
        block = block with { Undo = UndoPhase.Running, Pending = null };
        if (again)
        {
            BlockFlow.Anew(machine, block, block.Position, input);
        }
        else
        {
            BlockFlow.Begin(machine, block, input);
        }
    }

    private static void Settle(
        Machine machine, BlockFrame block, RunEvent.ControlCommand command, string type, Func<StepSnapshot, StepSnapshot> settle)
    {
        if (Entry(machine, block) is { } entry)
        {
            machine.Effects.Step(settle(entry.Step));
            ControlFlow.Record(machine, type, entry.Step.Step, command);
            machine.Remove(block);
            Next(machine);
        }
    }

    private static IEnumerable<BlockFrame> Blocks(Machine machine) => machine.AllFrames.OfType<BlockFrame>().Where(block => block.Undo != UndoPhase.None);

    /// <summary>Whether anything is being undone, waits for it, or may yet have to be.</summary>
    private static bool IsGoingOn(Machine machine) => machine.AllFrames.Any(frame => frame.Parent is null);

    private static int Left(Machine machine) => machine.State.After == RunStatus.Completed ? 0 : machine.State.Undoable;

    private static UndoEntry? Entry(Machine machine, BlockFrame block) => Read(machine, block.Id[IdPrefix.Length..]);

    /// <summary>Null while it is not loaded.</summary>
    private static UndoEntry? Read(Machine machine, string key) =>
        machine.Documents.Read(new DataRef.Document(key)).Deserialize(RunStateJson.Default.UndoEntry);
}

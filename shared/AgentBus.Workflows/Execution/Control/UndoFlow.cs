using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>
/// Compensation: when a run fails or is cancelled, completed steps that say how are undone, the last one first (or all at once). Steps
/// inside have their own retries. A compensation that fails is recorded, and the others go on.
/// </summary>
internal static class UndoFlow
{
    private const string IdPrefix = "undo/";

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

    /// <summary>Undoes all there is, then ends the run so.</summary>
    public static void Begin(Machine machine, RunStatus after)
    {
        if (machine.State.Undoable == 0)
        {
            RunFlow.End(machine, after);
            return;
        }

        machine.State = machine.State with { Status = RunStatus.Compensating, After = after };
        machine.Effects.Record("compensation.started", null, writer => writer.WriteNumber("steps", machine.State.Undoable));
        Next(machine);
    }

    public static void Undone(Machine machine, BlockFrame block)
    {
        if (Entry(machine, NumberOf(block)) is { } entry)
        {
            machine.Effects.Step(entry.Step with { Status = StepStatus.Compensated });
            machine.Effects.Record("compensation.completed", entry.Step.Step);
            machine.Post(null, () => Next(machine));
        }
    }

    public static void Failed(Machine machine, BlockFrame block, WorkflowError error)
    {
        if (Entry(machine, NumberOf(block)) is { } entry)
        {
            machine.Effects.Step(entry.Step with { Reason = Limits.Clip($"not compensated: {error}") });
            machine.Effects.Record("compensation.failed", entry.Step.Step, writer => writer.Member("error", error.ToJson()));
            machine.Post(null, () => Next(machine));
        }
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

    private static void Next(Machine machine)
    {
        // Of several that were undone in one decision the first to come here ends the run.
        if (machine.State.Status != RunStatus.Compensating)
        {
            return;
        }

        var running = machine.AllFrames.Any(frame => frame.Parent is null);
        if (machine.State.Undoable == 0 && !running)
        {
            RunFlow.End(machine, machine.State.After);
            return;
        }

        var atOnce = machine.Definition.Settings.CompensationOrder == "parallel";
        while (machine.State.Undoable > 0 && (atOnce || !running) && !machine.Documents.AnyMissing)
        {
            running = true;
            var number = machine.State.Undoable - 1;
            machine.State = machine.State with { Undoable = number };
            Undo(machine, number);
        }
    }

    private static void Undo(Machine machine, int number)
    {
        if (Entry(machine, number) is not { } entry)
        {
            return;
        }

        var block = new BlockFrame
        {
            Id = $"{IdPrefix}{number}",
            Owner = entry.Step.Task,
            Role = BlockRole.Compensate,
            Indexes = entry.Indexes,
            Visit = entry.Visit,
            LastVisit = entry.Visit,
            Variables = entry.Variables,
        };
        machine.Put(block);
        BlockFlow.Begin(machine, block, entry.Output);
    }

    /// <summary>Null while it is not loaded.</summary>
    private static UndoEntry? Entry(Machine machine, int number) =>
        machine.Documents.Read(new DataRef.Document(CollectionRead.ItemKey(UndoEntry.Prefix, number))).Deserialize(RunStateJson.Default.UndoEntry);

    private static int NumberOf(BlockFrame block) => int.Parse(block.Id.AsSpan(IdPrefix.Length));

    private static Dictionary<string, DataRef>? Variables(Machine machine, Frame step)
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
}

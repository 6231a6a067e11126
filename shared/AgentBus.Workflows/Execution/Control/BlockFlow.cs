using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Execution.Tasks;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>Runs a list of tasks one after the other and follows their flow directives.</summary>
internal static class BlockFlow
{
    /// <summary>Opens a block inside a step.</summary>
    /// <param name="visit">Visit number of its steps; null = the step's own.</param>
    /// <param name="item">Index of the <c>for</c> item it is the body of.</param>
    public static BlockFrame Open(
        Machine machine, StepFrame owner, BlockRole role, int? visit = null, int? item = null, Dictionary<string, DataRef>? variables = null)
    {
        var block = new BlockFrame
        {
            Id = BlockFrame.IdIn(owner, role, item),
            Parent = owner.Id,
            Owner = owner.Task,
            Role = role,
            Indexes = item is { } index ? [.. owner.Indexes, index] : owner.Indexes,
            Visit = visit ?? owner.Visit,
            LastVisit = visit ?? owner.Visit,
            Deadline = owner.Deadline,
            Variables = variables,
        };
        machine.Put(block);
        return block;
    }

    public static void Begin(Machine machine, BlockFrame block, DataRef input) => Go(machine, block, 0, input);

    /// <summary>A task of the block ended; its directive says what is next.</summary>
    public static void TaskDone(Machine machine, BlockFrame block, TaskDefinition task, DataRef output, string then)
    {
        var tasks = Tasks(machine.Definition, block);
        var position = IndexOf(tasks, task);
        switch (then)
        {
            case Flow.Continue:
                Go(machine, block, position + 1, output);
                break;
            case Flow.Exit:
                Done(machine, block, output);
                break;
            default:
                var target = IndexOf(tasks, tasks.First(candidate => candidate.Name == then));
                Go(machine, target > position ? block : NextVisit(block), target, output);
                break;
        }
    }

    /// <summary>Goes on in all blocks that yielded, as far as one decision may; those left over yield again, behind what they let go first.</summary>
    public static void ResumeAll(Machine machine)
    {
        foreach (var block in machine.AllFrames.OfType<BlockFrame>().Where(block => block.Pending is not null).ToList())
        {
            machine.Post(block.Id, () => Resume(machine, machine.Get<BlockFrame>(block.Id)));
        }
    }

    /// <summary>Goes on where the block yielded.</summary>
    public static void Resume(Machine machine, BlockFrame block)
    {
        if (block is { Pending: { } input, Undo: UndoPhase.None or UndoPhase.Running })
        {
            Go(machine, block with { Pending = null }, block.Position, input);
        }
    }

    /// <summary>Goes to a task under a new visit.</summary>
    public static void Anew(Machine machine, BlockFrame block, int position, DataRef input) => Go(machine, NextVisit(block), position, input);

    public static IReadOnlyList<TaskDefinition> Tasks(WorkflowDefinition definition, BlockFrame block)
    {
        if (block.Owner is null)
        {
            return definition.Do;
        }

        var owner = definition.Tasks[block.Owner];
        return (block.Role, owner) switch
        {
            (BlockRole.Compensate, _) => owner.Compensate,
            (BlockRole.Catch, TryTask task) => task.Catch.Do,
            (BlockRole.Before, ExtendedTask task) => task.Before,
            (BlockRole.After, ExtendedTask task) => task.After,
            (_, TryTask task) => task.Try,
            (_, DoTask task) => task.Tasks,
            (_, ForTask task) => task.Do,
            (_, ListenTask { ForEach: { } each }) => each.Do,
            _ => throw new InvalidOperationException($"Task {block.Owner} has no tasks of its own."),
        };
    }

    private static void Go(Machine machine, BlockFrame block, int position, DataRef input)
    {
        var tasks = Tasks(machine.Definition, block);
        block = block with { Position = position };
        machine.Put(block);
        if (position >= tasks.Count)
        {
            Done(machine, block, input);
        }
        else if (machine.Begun++ >= Limits.StepsPerDecision)
        {
            machine.Put(block with { Pending = input });
            machine.GoOnLater();
        }
        else
        {
            StepFlow.Begin(machine, block, tasks[position], input);
        }
    }

    private static void Done(Machine machine, BlockFrame block, DataRef output)
    {
        machine.Remove(block);
        if (block.Role == BlockRole.Compensate)
        {
            UndoFlow.Undone(machine, block);
        }
        else if (block.Parent is null)
        {
            machine.Post(null, () => RunFlow.Complete(machine, output));
        }
        else
        {
            var owner = machine.Get<StepFrame>(block.Parent);
            machine.Post(owner.Id, () => TaskExecutors.Of(machine.TaskOf(owner)).ChildDone(machine, machine.Get<StepFrame>(owner.Id), block, output));
        }
    }

    private static BlockFrame NextVisit(BlockFrame block) => block with { Visit = block.LastVisit + 1, LastVisit = block.LastVisit + 1 };

    public static int IndexOf(IReadOnlyList<TaskDefinition> tasks, TaskDefinition task)
    {
        for (var index = 0; index < tasks.Count; index++)
        {
            if (tasks[index].Path == task.Path)
            {
                return index;
            }
        }

        throw new InvalidOperationException($"Task {task.Path} is not in this block.");
    }
}

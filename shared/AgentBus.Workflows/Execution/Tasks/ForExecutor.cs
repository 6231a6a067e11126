using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>
/// The same tasks for each item. Items are kept as documents of their own, so that an item's event loads only that item, whatever their number.
/// One by one, each gets the output of the one before; in parallel, each gets the for's input and the output is the array of their outputs.
/// </summary>
internal sealed class ForExecutor : TaskExecutor<ForTask, ForFrame>
{
    public override string Kind => "for";

    protected override void Begin(Machine machine, ForFrame step, ForTask task)
    {
        var items = Items(machine, step, task);
        if (machine.Documents.AnyMissing)
        {
            return;
        }

        step = step with { Prefix = items.Prefix, Count = items.Count };
        machine.Put(step);
        if (task.Parallel is { } parallel)
        {
            Fill(machine, step, task, parallel);
        }
        else
        {
            NextItem(machine, step, task, step.Input);
        }
    }

    protected override void ChildDone(Machine machine, ForFrame step, ForTask task, Frame child, DataRef output)
    {
        if (task.Parallel is { } parallel)
        {
            machine.Documents.StoreItem(Outputs(step), child.Indexes[^1], output);
            Fill(machine, step with { Running = step.Running - 1 }, task, parallel);
        }
        else
        {
            NextItem(machine, step, task, output);
        }
    }

    protected override void ChildFaulted(Machine machine, ForFrame step, ForTask task, Frame child, WorkflowError error)
    {
        var failed = step.Failed + 1;
        if (task.Parallel is not { } parallel || failed * 100.0 > parallel.ToleratedFailurePercentage * step.Count)
        {
            StepFlow.Fault(machine, step, error);
            return;
        }

        var item = child.Indexes[^1];
        machine.Effects.Record("item.tolerated", step.Id, writer =>
        {
            writer.WriteNumber("item", item);
            writer.WriteNumber("failed", failed);
            writer.WriteNumber("of", step.Count);
            writer.Member("error", error.ToJson());
        });
        machine.Documents.StoreItem(Outputs(step), item, new DataRef.Fresh(error.ToJson(), CollectionRead.ItemKey(Outputs(step), item)));
        Fill(machine, step with { Running = step.Running - 1, Failed = failed }, task, parallel);
    }

    private static void NextItem(Machine machine, ForFrame step, ForTask task, DataRef input)
    {
        if (step.Next >= step.Count)
        {
            StepFlow.Complete(machine, step, input);
            return;
        }

        var block = OpenItem(machine, step, task, step.Next);
        if (task.While is { } condition && !new Scope(machine, block, input).Test(condition))
        {
            machine.Remove(block);
            StepFlow.Complete(machine, step, input, reason: $"its while was false at item {step.Next}");
            return;
        }

        machine.Put(step with { Next = step.Next + 1 });
        BlockFlow.Begin(machine, block, input);
    }

    private static void Fill(Machine machine, ForFrame step, ForTask task, ForParallelism parallel)
    {
        var first = step.Next;
        var starting = Math.Min(parallel.MaxConcurrency - step.Running, step.Count - first);
        step = step with { Next = first + starting, Running = step.Running + starting };
        machine.Put(step);
        if (step.Running == 0)
        {
            StepFlow.Complete(machine, step, new DataRef.Items(Outputs(step), step.Count), reason: step.Failed == 0 ? null : $"{step.Failed} of {step.Count} items failed");
            return;
        }

        for (var item = first; item < step.Next; item++)
        {
            BlockFlow.Begin(machine, OpenItem(machine, step, task, item), step.Input);
        }
    }

    private static BlockFrame OpenItem(Machine machine, ForFrame step, ForTask task, int item) =>
        BlockFlow.Open(machine, step, BlockRole.Main, item: item, variables: new Dictionary<string, DataRef>
        {
            [task.Each] = new DataRef.Document(CollectionRead.ItemKey(step.Prefix, item)),
            [task.At ?? "index"] = new DataRef.Inline(Json.Of(item)),
        });

    private static string Outputs(ForFrame step) => $"{step.Id}/outputs";

    /// <summary>The items as documents; a collection that is only named is used as it lies.</summary>
    private static DataRef.Items Items(Machine machine, ForFrame step, ForTask task)
    {
        var scope = new Scope(machine, step, step.Input);
        var size = task.Parallel?.BatchSize;
        if (size is null && scope.Alias(task.In) is DataRef.Items known)
        {
            return Bounded(machine, task, known);
        }

        var value = scope.Evaluate(task.In);
        if (machine.Documents.AnyMissing)
        {
            return new DataRef.Items("", 0);
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            throw new WorkflowFault(new WorkflowError(ErrorTypes.Expression, 400, "Not a collection",
                $"{task.In.Path}: {task.In.Filter.Source}: a for needs an array; this is of type {value.ValueKind.ToString().ToLowerInvariant()}.", task.Path));
        }

        Bounded(machine, task, new DataRef.Items("", (value.GetArrayLength() + (size ?? 1) - 1) / (size ?? 1)));
        var prefix = $"{step.Id}/items";
        IEnumerable<JsonElement> items = size is { } batch ? value.EnumerateArray().Chunk(batch).Select(Json.Array) : value.EnumerateArray();
        var count = 0;
        foreach (var item in items)
        {
            machine.Documents.Store(CollectionRead.ItemKey(prefix, count++), item);
        }

        return new DataRef.Items(prefix, count);
    }

    private static DataRef.Items Bounded(Machine machine, ForTask task, DataRef.Items items) => items.Count <= machine.Limits.ForItems
        ? items
        : throw new WorkflowFault(new WorkflowError(ErrorTypes.Runtime, 500, "Too many items",
            $"{task.In.Path}: {task.In.Filter.Source}: {items.Count} items; a for takes at most {machine.Limits.ForItems}."
            + " Hand them over in batches (metadata.agentbus.batchSize), or split them among child workflows.", task.Path));
}

using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Events;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>
/// Waits for events. Each one consumed becomes a document; the output is their array, or that of what the <c>foreach</c> made of them. The
/// <c>foreach</c> takes them one by one in order of arrival: while it works on one the others wait as documents.
/// </summary>
internal sealed class ListenExecutor : TaskExecutor<ListenTask, ListenFrame>
{
    public override string Kind => "listen";

    /// <summary>Takes an event that fits.</summary>
    public static void Consume(Machine machine, ListenFrame step, ListenMatch match, RunEvent.EventArrived arrived)
    {
        var task = (ListenTask)machine.TaskOf(step);
        step = Correlate(step, match);
        machine.Effects.Record(match.EndsIt ? "listen.ended" : "event.consumed", step.Id, writer =>
        {
            EventFlow.Describe(writer, arrived.CloudEvent);
            writer.Member("by", arrived.By);
        });
        if (match.EndsIt)
        {
            int[] filled = [.. step.UntilFilled, match.Filter];
            step = step with { UntilFilled = filled, IsClosed = IsFull(task.To.Until!, filled) };
        }
        else
        {
            int[] filled = task.To.Kind == EventStrategy.All ? [.. step.Filled, match.Filter] : [];
            machine.Documents.Store(CollectionRead.ItemKey(Events(step), step.Count), Read(arrived.CloudEvent, task.Read));
            step = step with { Count = step.Count + 1, Filled = filled, IsClosed = task.To.EndsAtFirst || (filled.Length > 0 && IsFull(task.To, filled)) };
            if (task.ForEach is null)
            {
                step = step with { Done = step.Count };
                step = step with { IsClosed = step.IsClosed || IsEnough(machine, step, task, Events(step)) };
            }
        }

        GoOn(machine, step, task);
    }

    protected override void Begin(Machine machine, ListenFrame step, ListenTask task)
    {
        machine.Effects.Subscribe(step.Id, task.To.Types);
        GoOn(machine, step with { IsOpen = true }, task);
    }

    protected override void ChildDone(Machine machine, ListenFrame step, ListenTask task, Frame child, DataRef output)
    {
        var each = task.ForEach!;
        if (each.Output?.As is { } template)
        {
            output = new Scope(machine, child, output, output).Make(template, $"{child.Id}/output", "The output");
        }

        Schemas.Check(machine, each.Output?.Schema, output, "output", $"{task.Path}/foreach");
        StepFlow.Export(machine, child, each.Export, output, $"{task.Path}/foreach");
        machine.Documents.StoreItem(Outputs(step), step.Done, output);
        step = step with { Done = step.Done + 1, IsBusy = false };
        if (!step.IsClosed && IsEnough(machine, step, task, Outputs(step)))
        {
            step = step with { IsClosed = true, Count = step.Done };
        }

        GoOn(machine, step, task);
    }

    protected override void Reopen(Machine machine, ListenFrame step, ListenTask task) => machine.Effects.Subscribe(step.Id, task.To.Types);

    protected override void Withdraw(Machine machine, ListenFrame step, ListenTask task)
    {
        if (step.IsOpen)
        {
            machine.Effects.Unsubscribe(step.Id);
        }
    }

    private static void GoOn(Machine machine, ListenFrame step, ListenTask task)
    {
        machine.Put(step);
        if (step.IsBusy)
        {
            return;
        }

        if (step.Done < step.Count)
        {
            OpenItem(machine, step, task.ForEach!);
        }
        else if (step.IsClosed)
        {
            StepFlow.Complete(machine, step, new DataRef.Items(task.ForEach is null ? Events(step) : Outputs(step), step.Done));
        }
        else
        {
            machine.Effects.Step(step, StepStatus.Waiting, $"waiting for {InWords(task.To)}{(step.Count == 0 ? "" : $", {step.Count} came so far")}");
        }
    }

    private static void OpenItem(Machine machine, ListenFrame step, ListenIterator each)
    {
        machine.Put(step with { IsBusy = true });
        machine.Effects.Step(step, StepStatus.Running);
        var item = new DataRef.Document(CollectionRead.ItemKey(Events(step), step.Done));
        var block = BlockFlow.Open(machine, step, BlockRole.Main, item: step.Done, variables: new Dictionary<string, DataRef>
        {
            [each.Item] = item,
            [each.At] = new DataRef.Inline(Json.Of(step.Done)),
        });
        BlockFlow.Begin(machine, block, item);
    }

    private static bool IsEnough(Machine machine, ListenFrame step, ListenTask task, string prefix) =>
        task.To.UntilCondition is { } until && new Scope(machine, step, new DataRef.Items(prefix, step.Done)).Test(until);

    private static bool IsFull(EventStrategy strategy, int[] filled) => strategy.Kind != EventStrategy.All || filled.Length == strategy.Filters.Count;

    private static ListenFrame Correlate(ListenFrame step, ListenMatch match)
    {
        var fixedNow = match.Correlated.Where(value => step.Correlated?.ContainsKey(value.Key) != true).ToList();
        return fixedNow.Count == 0 ? step : step with
        {
            Correlated = new Dictionary<string, DataRef>(
                (step.Correlated ?? []).Concat(fixedNow.Select(value =>
                    KeyValuePair.Create(value.Key, (DataRef)new DataRef.Fresh(value.Value, $"{step.Id}/correlated/{value.Key}"))))),
        };
    }

    private static JsonElement Read(JsonElement cloudEvent, string read)
    {
        if (read == "envelope")
        {
            return cloudEvent;
        }

        var data = cloudEvent.TryGetProperty("data", out var json) || cloudEvent.TryGetProperty("data_base64", out json) ? json : Json.Null;
        return read == "data" || data.ValueKind is JsonValueKind.String or JsonValueKind.Null ? data : Json.Of(data.GetRawText());
    }

    private static string InWords(EventStrategy to) => EventInterest.InWords(to) switch
    {
        [] => "an event",
        [var only] => $"the event {only}",
        var types => $"{(to.Kind == EventStrategy.All ? "all" : "one")} of the events {string.Join(", ", types)}",
    };

    private static string Events(ListenFrame step) => $"{step.Id}/events";

    private static string Outputs(ListenFrame step) => $"{step.Id}/outputs";
}

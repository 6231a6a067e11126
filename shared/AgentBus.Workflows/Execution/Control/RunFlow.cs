using System.Text.Json;
using AgentBus.Workflows.Execution.Budgets;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>How a run begins and ends.</summary>
internal static class RunFlow
{
    private const string RootBlock = "root";

    private static readonly TimerName TimeoutTimer = new(TimerName.Timeout, 0, TimerName.Run);

    public static void Start(Machine machine)
    {
        var definition = machine.Definition;
        var raw = new DataRef.Document(DocumentKeys.Input);
        machine.State = machine.State with { Status = RunStatus.Running };
        machine.Effects.Record("run.started", null, writer => writer.WriteString("definition", definition.Key.ToString()));
        Schemas.Check(machine, definition.Input?.Schema, raw, "run's input", "/input");
        var input = definition.Input?.From is { } from ? new Scope(machine, null, raw).Make(from, "input/from", "The input") : raw;
        var timeout = definition.Timeout is { } after ? new Scope(machine, null, input).Measure(after) : (TimeSpan?)null;
        if (timeout is { } longest)
        {
            machine.Effects.SetTimer(TimeoutTimer, machine.Now + longest);
        }

        BudgetFlow.Start(machine);
        var root = new BlockFrame { Id = RootBlock, Visit = 1, LastVisit = 1, Deadline = machine.Now + timeout };
        machine.Put(root);
        BlockFlow.Begin(machine, root, input);
    }

    /// <summary>The run is done. Of several branches that end it in one decision the first counts.</summary>
    public static void Complete(Machine machine, DataRef rawOutput)
    {
        if (IsEnding(machine))
        {
            return;
        }

        CancelAll(machine);
        var definition = machine.Definition;
        var output = definition.Output?.As is { } template
            ? new Scope(machine, null, rawOutput, rawOutput).Make(template, DocumentKeys.Output, "The output")
            : rawOutput;
        Schemas.Check(machine, definition.Output?.Schema, output, "run's output", "/output");
        var value = machine.Documents.Read(output);
        if (Json.SizeOf(value) > machine.Limits.CollectionBytes)
        {
            throw new WorkflowFault(new WorkflowError(ErrorTypes.Runtime, 500, "Output too large",
                $"The run's output is {Limits.InWords(Json.SizeOf(value))}; at most {Limits.InWords(machine.Limits.CollectionBytes)} is kept.", "/output"));
        }

        machine.Documents.Store(DocumentKeys.Output, value);
        End(machine, RunStatus.Completed);
    }

    /// <summary>The run fails: what is open is cancelled, then what was done is undone.</summary>
    public static void Fault(Machine machine, WorkflowError error)
    {
        if (IsEnding(machine))
        {
            return;
        }

        CancelAll(machine);
        machine.State = machine.State with { Error = error.ToJson() };
        UndoFlow.Begin(machine, RunStatus.Faulted);
    }

    public static void Timeout(Machine machine) => Fault(machine, new WorkflowError(
        ErrorTypes.Timeout, 408, "The run took too long", $"It was to end within {Backoffs.InWords(machine.Definition.Timeout?.Known ?? machine.Now - machine.State.StartedAt)}.", "/timeout"));

    /// <summary>What a run that loops for ever ends with. What it does from here on, compensation and all, still gets its entries.</summary>
    public static void HistoryIsFull(Machine machine) => Fault(machine, new WorkflowError(
        ErrorTypes.Runtime, 500, "History too long",
        $"The run has more than {machine.Limits.HistoryEntries} entries in its history. Split its work into child workflows, or raise {WorkflowLimits.Section}:HistoryEntries."));

    public static void Cancel(Machine machine, RunEvent.CancelRequested request)
    {
        machine.Effects.Record("run.cancelling", null, writer =>
        {
            writer.WriteString("by", request.By);
            writer.Member("reason", request.Reason);
            writer.WriteBoolean("compensate", request.Compensate);
        });
        machine.CompensatesChildren = request.Compensate;
        CancelAll(machine);
        if (request.Compensate)
        {
            UndoFlow.Begin(machine, RunStatus.Cancelled);
        }
        else
        {
            End(machine, RunStatus.Cancelled);
        }
    }

    public static void End(Machine machine, RunStatus status)
    {
        machine.State = machine.State with { Status = status, After = RunStatus.Pending, Undoable = 0, Context = DataRef.Null };
        if (machine.Definition.Timeout is not null)
        {
            machine.Effects.CancelTimer(TimeoutTimer);
        }

        BudgetTime.Disarm(machine);
        machine.Effects.Record($"run.{status.ToString().ToLowerInvariant()}", null, writer =>
        {
            if (status == RunStatus.Faulted && machine.State.Error is { } error)
            {
                writer.Member("error", error);
            }
        });
        if (machine.State.ScheduledFor is not null && machine.Definition.Schedule?.Following(machine.Now) is { } next)
        {
            machine.Effects.Add(new Effect.ScheduleNext(next));
        }

        if (machine.State.Parent is { Awaits: true } parent)
        {
            machine.Effects.Add(Told(machine, parent, status));
        }
    }

    private static Effect.TellParent Told(Machine machine, ParentRun parent, RunStatus status)
    {
        var output = status == RunStatus.Completed ? machine.Documents.Read(new DataRef.Document(DocumentKeys.Output)) : (JsonElement?)null;
        return output is { } value && Json.SizeOf(value) > machine.Limits.ValueBytes
            ? new Effect.TellParent(parent, status, null, new WorkflowError(ErrorTypes.Runtime, 500, "Output too large",
                $"The run's output is {Limits.InWords(Json.SizeOf(value))}; a step that runs it can take {Limits.InWords(machine.Limits.ValueBytes)}.", "/output").ToJson())
            : new Effect.TellParent(parent, status, output, machine.State.Error);
    }

    private static bool IsEnding(Machine machine) => machine.State.IsOver || machine.State.Status == RunStatus.Compensating;

    private static void CancelAll(Machine machine)
    {
        BudgetQuestion.Withdraw(machine);
        foreach (var root in machine.AllFrames.Where(frame => frame.Parent is null).ToList())
        {
            StepFlow.Cancel(machine, root);
        }
    }
}

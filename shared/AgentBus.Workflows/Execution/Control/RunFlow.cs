using System.Text.Json;
using AgentBus.Workflows.Budgets;
using AgentBus.Workflows.Execution.Budgets;
using AgentBus.Workflows.Execution.Operators;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>How a run begins and ends.</summary>
internal static class RunFlow
{
    public const string RootBlock = "root";

    public static void Start(Machine machine)
    {
        var definition = machine.Definition;
        var raw = new DataRef.Document(DocumentKeys.Input);
        machine.State = machine.State with { Status = RunStatus.Running };
        machine.Effects.Record("run.started", null, writer => writer.WriteString("definition", definition.Key.ToString()));
        Schemas.Check(machine, definition.Input?.Schema, raw, "run's input", "/input");
        BudgetFlow.Start(machine);
        var input = Input(machine);
        BlockFlow.Begin(machine, Open(machine, input), input);
    }

    /// <summary>Opens the workflow's own list of tasks and begins the run's time.</summary>
    public static BlockFrame Open(Machine machine, DataRef input)
    {
        var timeout = machine.Definition.Timeout is { } after ? new Scope(machine, null, input).Measure(after) : (TimeSpan?)null;
        if (timeout is { } longest)
        {
            machine.Effects.SetTimer(TimeoutTimer(machine), machine.Now + longest);
        }

        var root = new BlockFrame { Id = RootBlock, Visit = 1, LastVisit = Math.Max(1, machine.State.LastVisit), Deadline = machine.Now + timeout };
        machine.Put(root);
        return root;
    }

    /// <summary>The workflow's own list of tasks; null when it is not open.</summary>
    public static Frame? Root(Machine machine) => machine.Find(RootBlock);

    /// <summary>A run that had ended goes on. Its time begins anew.</summary>
    public static BlockFrame Reopen(Machine machine, DataRef context)
    {
        machine.State = machine.State with
        {
            Status = RunStatus.Running,
            Error = null,
            Fault = null,
            Context = context,
            Revivals = machine.State.Revivals + 1,
        };
        BudgetFlow.Reopen(machine);
        return Open(machine, Input(machine));
    }

    public static TimerName TimeoutTimer(Machine machine) => new(TimerName.Timeout, machine.State.Revivals, TimerName.Run);

    /// <summary>The run is done. Of several branches that end it in one decision the first counts.</summary>
    public static void Complete(Machine machine, DataRef rawOutput)
    {
        if (IsEnding(machine))
        {
            return;
        }

        CancelTasks(machine);
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
        UndoFlow.Begin(machine, RunStatus.Completed);
    }

    /// <summary>The run fails: what is open is cancelled, then what was done is undone.</summary>
    public static void Fault(Machine machine, WorkflowError error)
    {
        if (IsEnding(machine))
        {
            return;
        }

        RetryFlow.Remember(machine, error);
        CancelTasks(machine);
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
        if (PauseFlow.Abandon(machine) is not { } late)
        {
            return;
        }

        machine.Effects.Record("run.cancelling", null, writer =>
        {
            writer.WriteString("by", request.By);
            writer.Member("reason", request.Reason);
            writer.WriteBoolean("compensate", request.Compensate);
        });
        machine.CompensatesChildren = request.Compensate;
        CancelTasks(machine);
        if (request.Compensate)
        {
            UndoFlow.Begin(machine, RunStatus.Cancelled);
        }
        else
        {
            CancelRest(machine);
            End(machine, machine.State.After == RunStatus.Completed ? RunStatus.Completed : RunStatus.Cancelled);
        }

        foreach (var result in late)
        {
            machine.Post(null, () => Engine.Handle(machine, result));
        }
    }

    public static void End(Machine machine, RunStatus status)
    {
        machine.State = machine.State with { Status = status, After = RunStatus.Pending, Context = DataRef.Null };
        if (machine.Definition.Timeout is not null)
        {
            machine.Effects.CancelTimer(TimeoutTimer(machine));
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
            var bill = machine.State.Bill;
            machine.Effects.Add(Told(machine, parent, status) with { CostUsd = bill.CostUsd, Tokens = bill.Tokens });
        }
    }

    /// <summary>Counts what an attempt used, where another run waits for this one and wants to know. Call it once for each attempt.</summary>
    public static void Count(Machine machine, AttemptOutcome outcome) => Count(machine, outcome.CostUsd, outcome.Tokens);

    /// <summary>As above, of a run below this one.</summary>
    public static void Count(Machine machine, decimal costUsd, long tokens)
    {
        if (machine.State is { IsOver: false, Parent.Awaits: true } state)
        {
            machine.State = state with { Used = state.Used + new Spend(costUsd, tokens) };
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

    private static DataRef Input(Machine machine)
    {
        var raw = new DataRef.Document(DocumentKeys.Input);
        return machine.Definition.Input?.From is { } from ? new Scope(machine, null, raw).Make(from, "input/from", "The input") : raw;
    }

    private static void CancelTasks(Machine machine)
    {
        BudgetQuestion.Withdraw(machine);
        if (Root(machine) is { } root)
        {
            StepFlow.Cancel(machine, root);
        }
    }

    /// <summary>Compensations, and attempts that would have to be compensated.</summary>
    private static void CancelRest(Machine machine)
    {
        foreach (var frame in machine.AllFrames.Where(frame => frame.Parent is null).ToList())
        {
            if (frame is BlockFrame block)
            {
                UndoFlow.Abandon(machine, block);
            }
            else if (frame is LateFrame attempt)
            {
                LateFlow.Remove(machine, attempt);
            }
        }
    }
}

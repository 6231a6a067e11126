using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Histories.Running;

/// <summary>
/// One run under a random history: events in any order, late, early, repeated, stale, contradicting and never sent; processes killed between
/// deciding and committing.
/// </summary>
internal sealed class History(WorkflowDefinition definition, Random random)
{
    private const int EventsAtMost = 3_000;
    private const int PausesAtMost = 2;
    private const int CommandsKnown = 16;

    // A run remembers its last 16 commands; older ones are not delivered again.
    private const int CommandsAtMost = 8;

    private static readonly JsonElement Input = JsonElement.Parse("""{ "start": true }""");

    private readonly Shell shell = new(definition, Input);
    private readonly List<RunEvent> past = [];
    private readonly HashSet<(string, int)> settled = [];
    private bool leftUndone;

    /// <summary>What was delivered, in order.</summary>
    public List<string> Trace { get; } = [];

    public RunStatus Play()
    {
        Deliver(new RunEvent.Started());
        while (!shell.State.IsOver)
        {
            InvariantBrokenException.Unless(Trace.Count < EventsAtMost, $"it does not end within {EventsAtMost} events");
            shell.Now += TimeSpan.FromSeconds(random.Next(60));
            if (random.Next(12) == 0)
            {
                Disturb();
            }
            else
            {
                Deliver(Next());
            }
        }

        CheckEnd();
        return shell.State.Status;
    }

    private void Deliver(RunEvent happened)
    {
        Trace.Add(InWords(happened));
        if (random.Next(4) == 0)
        {
            shell.CheckThatItIsDetermined(happened);
        }

        leftUndone |= happened is RunEvent.CancelRequested { Compensate: false };
        shell.Handle(happened);

        // An event that nobody waited for is not remembered: the same one may be taken once somebody does.
        if (shell.HasChanged || happened is not RunEvent.EventArrived)
        {
            past.Add(happened);
        }

        // A run knows its last commands by their ids; an older one is not repeated.
        if (past.OfType<RunEvent.ControlCommand>().Count() > CommandsKnown)
        {
            past.Remove(past.OfType<RunEvent.ControlCommand>().First());
        }

        if (random.Next(4) == 0)
        {
            shell.CheckThatItChangesNothing(happened);
            shell.CheckState();
        }
    }

    /// <summary>Something that must change nothing.</summary>
    private void Disturb()
    {
        var old = past[random.Next(past.Count)];
        var disturbance = (random.Next(4), old) switch
        {
            (0, RunEvent.AttemptSettled before) => Settled(before.Step, before.Attempt, OutcomeKind.Transient),
            (1, RunEvent.AttemptSettled before) => Settled(before.Step, before.Attempt + 100, OutcomeKind.Done, JsonElement.Parse("1")),
            (2, RunEvent.TimerElapsed before) => new RunEvent.TimerElapsed(before.Timer.Replace(":1:", ":99:", StringComparison.Ordinal)),
            (2, RunEvent.ApprovalDecided before) => before with { Approved = !before.Approved, By = "late" },
            (3, _) => new RunEvent.Started(),
            _ => old,
        };
        Trace.Add($"again or stale: {InWords(disturbance)}");
        shell.CheckThatItChangesNothing(disturbance);
    }

    private RunEvent Next()
    {
        var open = shell.Ledger.Orders.Where(order => !settled.Contains((order.Step, order.Attempt))).ToList();
        var (timers, questions, stuck, children) = (shell.Ledger.Timers, shell.Ledger.Questions, shell.Ledger.Stuck, shell.Ledger.Children);
        var count = open.Count + timers.Count + questions.Count + stuck.Count + children.Count;
        if (shell.State.Pause is not null && (count == 0 || random.Next(4) == 0))
        {
            return new RunEvent.ResumeRequested(NextCommand(), "p");
        }

        InvariantBrokenException.Unless(count > 0, $"it is {shell.State.Status} and awaits nothing");
        if (shell.State is { Pause: null, Status: not RunStatus.Compensating } && random.Next(50) == 0 && past.OfType<RunEvent.PauseRequested>().Count() < PausesAtMost)
        {
            return new RunEvent.PauseRequested(NextCommand(), "p");
        }

        if (random.Next(80) == 0)
        {
            return new RunEvent.CancelRequested("p", null, random.Next(3) > 0);
        }

        if (shell.Ledger.Subscriptions.Count > 0 && random.Next(3) == 0)
        {
            return Event($"e{Trace.Count}");
        }

        var choice = random.Next(count);
        return choice < open.Count ? Settle(open[choice])
            : (choice -= open.Count) < timers.Count ? new RunEvent.TimerElapsed(timers[choice])
            : (choice -= timers.Count) < questions.Count ? new RunEvent.ApprovalDecided(questions[choice], random.Next(3) > 0, "p", "c", null)
            : (choice -= questions.Count) < stuck.Count ? Undo(stuck[choice])
            : End(children[choice - stuck.Count]);
    }

    private Guid NextCommand() => new(Trace.Count, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>What an operator may do about a compensation that failed.</summary>
    private RunEvent Undo(string step)
    {
        var command = NextCommand();
        return (past.OfType<RunEvent.ControlCommand>().Count() < CommandsAtMost ? random.Next(3) : 1) switch
        {
            0 => new RunEvent.RetryRequested(command, "p", step),
            1 => new RunEvent.StepSkipped(command, "p", step),
            _ => new RunEvent.StepCompletedByHand(command, "p", step, Input),
        };
    }

    private RunEvent.EventArrived Event(string id) => new(JsonElement.Parse(
        $$"""{ "specversion": "1.0", "id": "{{id}}", "source": "/s", "type": "{{(random.Next(2) == 0 ? "x" : "y")}}", "data": { "n": {{random.Next(9)}} } }"""));

    private RunEvent.ChildEnded End(ChildOrder child)
    {
        shell.Ledger.Children.Remove(child);
        return random.Next(3) == 0
            ? new RunEvent.ChildEnded(child.Step, child.Run, RunStatus.Faulted, null, JsonElement.Parse("""{ "type": "https://e.com/child", "status": 503, "title": "Child" }"""))
            : new RunEvent.ChildEnded(child.Step, child.Run, RunStatus.Completed, JsonElement.Parse($$"""{ "child": {{random.Next(100)}} }"""), null);
    }

    private RunEvent Settle(AttemptOrder order)
    {
        var luck = random.Next(14);
        if (luck == 0)
        {
            return new RunEvent.LeaseLost(order.Step, order.Attempt);
        }

        settled.Add((order.Step, order.Attempt));
        return luck switch
        {
            1 => Settled(order.Step, order.Attempt, OutcomeKind.Transient),
            2 => Settled(order.Step, order.Attempt, OutcomeKind.RateLimited),
            3 => Settled(order.Step, order.Attempt, OutcomeKind.InvalidOutput),
            4 => Settled(order.Step, order.Attempt, OutcomeKind.Permanent),
            5 => Settled(order.Step, order.Attempt, OutcomeKind.AskHuman),
            6 => Settled(order.Step, order.Attempt, OutcomeKind.Refused),
            7 => Settled(order.Step, order.Attempt, OutcomeKind.Done, JsonElement.Parse("""{ "good": false }""")),
            _ => Settled(order.Step, order.Attempt, OutcomeKind.Done, JsonElement.Parse(
                $$"""{ "good": true, "text": "{{new string('x', random.Next(400))}}" }""")),
        };
    }

    private void CheckEnd()
    {
        var (ledger, state) = (shell.Ledger, shell.State);
        Demand(ledger.Timers.Count == 0, $"the timer {ledger.Timers.FirstOrDefault()} is left open");
        Demand(ledger.Questions.Count == 0, $"the question {ledger.Questions.FirstOrDefault()} is left open");
        Demand(ledger.Subscriptions.Count == 0, $"{ledger.Subscriptions.FirstOrDefault().Key} is left subscribed");
        Demand(state.Frames.Count == 0, $"{(state.Frames is [var left, ..] ? left.Id : null)} is left open in the state");
        var open = ledger.Steps.FirstOrDefault(step => step.Status is StepStatus.Running or StepStatus.Waiting);
        Demand(open is null, $"the step {open?.Step} is left {open?.Status}");
        Demand(shell.Output is not null == (state.Status == RunStatus.Completed), $"it is {state.Status} and its output is {shell.Output}");
        // A run that is cancelled while what it did is undone keeps the error it is undone for.
        Demand(state.Error is not null ? state.Status != RunStatus.Completed : state.Status != RunStatus.Faulted, $"it is {state.Status} and its error is {state.Error}");
        Demand(state.ToBytes().Length < 2_000, $"the state of the run that ended has {state.ToBytes().Length} bytes");
        CheckCompensation(ledger, state.Status);
        foreach (var happened in past.Append(new RunEvent.CancelRequested("late", null, true)))
        {
            shell.CheckThatItChangesNothing(happened);
        }
    }

    private void CheckCompensation(Ledger ledger, RunStatus status)
    {
        if (status == RunStatus.Completed)
        {
            Demand(ledger.Undone.Count == 0, $"it completed and {ledger.Undone.FirstOrDefault()} was undone");
        }
        else if (!leftUndone)
        {
            var forgotten = ledger.Undoable.Except(ledger.Undone).FirstOrDefault();
            Demand(forgotten is null, $"it is {status} and {forgotten} was not undone");
            Demand(
                definition.Settings.CompensationOrder == "parallel" || ledger.Undone.AsEnumerable().Reverse().SequenceEqual(ledger.Undoable),
                $"undone in the order {string.Join(", ", ledger.Undone)}, done in the order {string.Join(", ", ledger.Undoable)}");
        }
    }

    private static void Demand(bool holds, string otherwise) => InvariantBrokenException.Unless(holds, otherwise);

    private static RunEvent.AttemptSettled Settled(string step, int attempt, OutcomeKind kind, JsonElement? output = null) =>
        new(step, attempt, new AttemptOutcome(kind, output, Message: "why", CostUsd: 0.01m));

    private static string InWords(RunEvent happened) => happened switch
    {
        RunEvent.AttemptSettled settled => $"attempt {settled.Attempt} of {settled.Step} is {settled.Outcome.Kind} {settled.Outcome.Output}",
        RunEvent.LeaseLost lost => $"attempt {lost.Attempt} of {lost.Step} is lost",
        RunEvent.TimerElapsed timer => $"the timer {timer.Timer} elapses",
        RunEvent.ApprovalDecided decided => $"{decided.Step} is {(decided.Approved ? "approved" : "denied")}",
        RunEvent.EventArrived arrived => $"the event {arrived.CloudEvent} arrives",
        RunEvent.ChildEnded ended => $"the run of {ended.Step} ends as {ended.Status}",
        RunEvent.CancelRequested cancel => $"cancelled{(cancel.Compensate ? " with compensation" : "")}",
        RunEvent.ControlCommand command => command.ToString(),
        _ => happened.GetType().Name,
    };
}

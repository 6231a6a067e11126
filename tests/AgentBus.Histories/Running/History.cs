using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Histories.Running;

/// <summary>
/// One run under a random history: events in any order, late, early, repeated, stale, contradicting and never sent; processes killed between
/// deciding and committing.
/// </summary>
internal sealed class History
{
    private const int EventsAtMost = 3_000;
    private const int PausesAtMost = 2;

    // A run remembers its last 16 commands; older ones are not delivered again.
    private const int CommandsAgain = 10;

    private static readonly JsonElement Input = JsonElement.Parse("""{ "start": true }""");

    private readonly WorkflowDefinition definition;
    private readonly Random random;
    private readonly Shell shell;
    private readonly Operators operators;
    private readonly List<RunEvent> past = [];
    private readonly HashSet<(string, int)> settled = [];
    private bool leftUndone;

    public History(WorkflowDefinition definition, Random random)
    {
        (this.definition, this.random, shell) = (definition, random, new Shell(definition, Input));
        operators = new Operators(shell, random);
    }

    /// <summary>What was delivered, in order.</summary>
    public List<string> Trace { get; } = [];

    public RunStatus Play()
    {
        Deliver(new RunEvent.Started());
        GoOnToTheEnd();
        while (operators.HaveMoreToSay(3))
        {
            // What was right while the run was over may not be any more, so all is checked again.
            Deliver(operators.AfterTheEnd());
            GoOnToTheEnd();
        }

        return shell.State.Status;
    }

    private void GoOnToTheEnd()
    {
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
    }

    private void Deliver(RunEvent happened)
    {
        Trace.Add(InWords(happened));
        if (random.Next(4) == 0)
        {
            shell.CheckThatItIsDetermined(happened);
        }

        leftUndone |= happened is RunEvent.CancelRequested { Compensate: false } && !shell.State.IsOver;
        shell.Handle(happened);
        past.Add(happened);
        if (random.Next(4) == 0)
        {
            shell.CheckThatItChangesNothing(happened);
            shell.CheckState();
        }
    }

    /// <summary>Something that must change nothing.</summary>
    private void Disturb()
    {
        var repeatable = Repeatable();
        var old = repeatable[random.Next(repeatable.Count)];
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
            return operators.Resume();
        }

        InvariantBrokenException.Unless(count > 0, $"it is {shell.State.Status} and awaits nothing");
        if (shell.State.Pause is null && random.Next(50) == 0 && past.OfType<RunEvent.PauseRequested>().Count() < PausesAtMost)
        {
            return operators.Pause();
        }

        if (operators.HaveMoreToSay(20))
        {
            return operators.Meanwhile();
        }

        if (shell.Ledger.Subscriptions.Count > 0 && random.Next(3) == 0)
        {
            return Event($"e{Trace.Count}");
        }

        var choice = random.Next(count);
        return choice < open.Count ? Settle(open[choice])
            : (choice -= open.Count) < timers.Count ? new RunEvent.TimerElapsed(timers[choice])
            : (choice -= timers.Count) < questions.Count ? new RunEvent.ApprovalDecided(questions[choice], random.Next(3) > 0, "p", "c", null)
            : (choice -= questions.Count) < stuck.Count ? operators.Undo(stuck[choice])
            : End(children[choice - stuck.Count]);
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

    /// <summary>What changes nothing when it comes again. An event that no step took is not among it: a step that waits for it by now takes it.</summary>
    private List<RunEvent> Repeatable()
    {
        var forgotten = past.OfType<RunEvent.ControlCommand>().SkipLast(CommandsAgain).ToHashSet();
        return [.. past.Where(happened => happened switch
        {
            RunEvent.ControlCommand command => !forgotten.Contains(command),
            RunEvent.EventArrived arrived => shell.Ledger.Heard.Contains(arrived.CloudEvent.GetProperty("id").GetString()!),
            _ => true,
        })];
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
        Demand(shell.Output is not null == (state.Status == RunStatus.Completed || ledger.HasCompleted), $"it is {state.Status} and its output is {shell.Output}");
        // A run that is cancelled while what it did is undone keeps the error it is undone for.
        Demand(state.Error is not null ? state.Status != RunStatus.Completed : state.Status != RunStatus.Faulted, $"it is {state.Status} and its error is {state.Error}");
        Demand(state.ToBytes().Length < 2_000, $"the state of the run that ended has {state.ToBytes().Length} bytes");
        CheckCompensation(ledger, state.Status);
        foreach (var happened in Repeatable())
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
        RunEvent.ControlCommand command => command.ToString(),
        _ => happened.GetType().Name,
    };
}

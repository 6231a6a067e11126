using AgentBus.Gateway.Agents;
using AgentBus.Gateway.Approvals;
using AgentBus.Storage.Approvals;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;

namespace AgentBus.Gateway.Runs;

/// <summary>Says what a run waits for, so that nobody has to guess why nothing happens. Pure: all it knows comes in.</summary>
internal sealed class WaitingReasons(OpenRun open, AgentsSeen agents, DateTimeOffset now)
{
    /// <summary>An attempt that no worker took in so long is worth a word, though it may only be queueing.</summary>
    private static readonly TimeSpan LongInQueue = TimeSpan.FromMinutes(1);

    /// <summary>A run that nothing was heard of for so long, without any reason known, is told as silent.</summary>
    private static readonly TimeSpan LongSilent = TimeSpan.FromMinutes(10);

    /// <summary>Every reason; empty = it moves by itself.</summary>
    public static IReadOnlyList<WaitingFor> Of(OpenRun open, AgentsSeen agents, DateTimeOffset now) => new WaitingReasons(open, agents, now).All();

    private List<WaitingFor> All()
    {
        var run = open.Run;
        var reasons = open.Parked.Select(Parked).Concat(open.DeadLetters.Select(Dead)).Concat(HoldReasons.Of(open)).ToList();
        if (run.Status == nameof(RunStatus.Pending))
        {
            reasons.Add(new WaitingFor(null, "The orchestrator has not begun the run yet.", Kind: "notStarted", Since: run.CreatedAt,
                ToDo: "Start an orchestrator, or look into its log."));
        }

        reasons.AddRange(open.Approvals.Select(Asked));
        reasons.AddRange([.. open.Steps.Where(step => !open.Approvals.Any(asked => IsAskedBy(asked, step)) && !IsTold(reasons, step)).Select(Of).OfType<WaitingFor>()]);
        if (reasons.Count == 0 && open.Steps.Count == 0 && open.Timers.Count == 0 && now - run.UpdatedAt > LongSilent)
        {
            reasons.Add(new WaitingFor(null, "Nothing was heard of the run for long, and nothing is known that it waits for.", Kind: "silent",
                Since: run.UpdatedAt, ToDo: "Look for its messages: agentbus dead-letters list --run <this run> --state any. Cancel the run if there are none."));
        }

        return reasons;
    }

    private static WaitingFor Parked(ParkedMessage message) => new(
        null, $"a {message.Type} for {message.Exchange} could not be published in {message.Attempts} tries: {message.LastError}", Kind: "parkedMessage",
        Since: message.ParkedAt, ToDo: $"Mend what the error says, then: agentbus parked release {message.Id}");

    private static WaitingFor Dead(HeldLetter letter) => new(
        null, $"a {letter.Type ?? "message"} for {letter.Queue} was given up ({letter.Reason}): {letter.Error}", Kind: "deadLetter", Since: letter.FailedAt,
        ToDo: $"Mend what the error says, then: agentbus dead-letters replay {letter.Id}");

    private WaitingFor? Of(StepRow step) => step switch
    {
        { Agent: not null } when IsBackingOff(step, out var due) => new WaitingFor(
            step.Step, step.Reason ?? "the next attempt waits", step.Agent, "retry", step.StartedAt, due, ToDo: "It goes on by itself."),
        { Agent: { } agent } when !agents.IsLive(agent) && (step.Status == nameof(StepStatus.Running) || step.Reason is null) => NoWorker(step, agent),
        { Agent: not null, Status: nameof(StepStatus.Running) } => Queued(step),
        { Status: nameof(StepStatus.Waiting), Reason: { } reason } => new WaitingFor(
            step.Step, reason, step.Agent, KindOf(step), step.StartedAt, Due(step), ToDo: ToDo(step)),
        _ => null,
    };

    private static WaitingFor Asked(ApprovalView asked) => new(
        asked.Step, $"{asked.Title} Waiting for {ApproverRights.WhoMay(asked)}.", null, IsOfBudget(asked) ? "budget" : "approval", asked.CreatedAt, asked.DueAt, asked.Id,
        $"agentbus approve {asked.Id}, or deny.");

    private static bool IsOfBudget(ApprovalView asked) => asked.Step.StartsWith("budget#", StringComparison.Ordinal);

    /// <summary>An agent's question bears the number of the attempt after its step.</summary>
    private static bool IsAskedBy(ApprovalView asked, StepRow step) =>
        asked.Step == step.Step || asked.Step.StartsWith($"{step.Step}~", StringComparison.Ordinal);

    /// <summary>A compensation that failed is told with what helps; its step waits, too.</summary>
    private static bool IsTold(List<WaitingFor> reasons, StepRow step) => reasons.Exists(told => told.Kind == "compensationFailed" && told.Step == step.Step);

    private WaitingFor NoWorker(StepRow step, string agent)
    {
        var seen = agents.LastSeen(agent);
        return new WaitingFor(step.Step, $"no worker of agent '{agent}' is running", agent, "noWorker", seen > step.StartedAt ? seen : step.StartedAt,
            ToDo: $"Start a worker of '{agent}'{(seen is null ? ", which was never seen; is the name right?" : ".")}");
    }

    private WaitingFor? Queued(StepRow step) =>
        open.Leased.Contains(step.Step) || now - step.StartedAt < LongInQueue || (step.Reason is not null && now - open.Run.UpdatedAt < LongInQueue)
            ? null
            : new WaitingFor(step.Step, $"attempt {step.Attempt} is in the queue of agent '{step.Agent}', or just begun", step.Agent, "queued",
                step.StartedAt, ToDo: $"Start more workers of '{step.Agent}' if its queue grows: agentbus agents.");

    private bool IsBackingOff(StepRow step, out DateTimeOffset due) => open.Timers.TryGetValue($"retry:{step.Attempt}:{step.Step}", out due);

    /// <summary>The nearest timer of the step: its wait, its due time or its timeout.</summary>
    private DateTimeOffset? Due(StepRow step)
    {
        var due = open.Timers.Where(timer => timer.Key.EndsWith($":{step.Step}", StringComparison.Ordinal)).Select(timer => timer.Value).ToList();
        return due.Count == 0 ? null : due.Min();
    }

    private static string KindOf(StepRow step) => step.Kind switch
    {
        "wait" => "timer",
        "listen" => "event",
        "run" => "childRun",
        "try" => "retry",
        _ => "waiting",
    };

    private static string? ToDo(StepRow step) => KindOf(step) switch
    {
        "timer" or "retry" => "It goes on by itself.",
        "event" => "Publish the event: agentbus events publish.",
        "childRun" => "Look at the child: agentbus runs --parent <this run>.",
        _ => null,
    };
}

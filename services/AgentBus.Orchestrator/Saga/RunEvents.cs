using AgentBus.Contracts;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Saga;

/// <summary>Turns messages into the engine's events.</summary>
internal static class RunEvents
{
    private const int MostJudgements = 100;

    public static RunEvent From(IRunMessage message) => message switch
    {
        StartRun => new RunEvent.Started(),
        AttemptFinished m => new RunEvent.AttemptSettled(m.Step, m.Attempt, Outcome(m)),
        TimerFired m => new RunEvent.TimerElapsed(m.Timer),
        LeaseExpired m => new RunEvent.LeaseLost(m.Step, m.Attempt),
        DecideApproval m => new RunEvent.ApprovalDecided(m.Step, m.Approved, m.By, m.Comment, m.Form, m.Override),
        DeliverEvent m => new RunEvent.EventArrived(m.Event, m.By),
        ChildFinished m => new RunEvent.ChildEnded(m.Step, m.Child, Enum.Parse<RunStatus>(m.State), m.Output, m.Error, m.CostUsd, m.Tokens),
        MoveRun m => new RunEvent.MoveRequested(m.Version, m.By),
        CancelRun m => new RunEvent.CancelRequested(m.Command, m.By, m.Reason, m.Compensate),
        PauseRun m => new RunEvent.PauseRequested(m.Command, m.By, m.Reason),
        ResumeRun m => new RunEvent.ResumeRequested(m.Command, m.By, m.Reason),
        RetryStep m => new RunEvent.RetryRequested(m.Command, m.By, m.Step, m.Reason),
        RestartStep m => new RunEvent.RestartRequested(m.Command, m.By, m.Step, m.Origin, m.Reason),
        CompleteStep m => new RunEvent.StepCompletedByHand(m.Command, m.By, m.Step, m.Output, m.Reason),
        SkipStep m => new RunEvent.StepSkipped(m.Command, m.By, m.Step, m.Output, m.Reason),
        _ => throw new InvalidOperationException($"A run does not understand {message.GetType().Name}."),
    };

    /// <summary>
    /// Whether a repetition of this message is known by what it names, such as an attempt or a timer, so that it needs no row in the inbox. All that runs are made of
    /// does; what people and events ask for does not.
    /// </summary>
    public static bool HasNaturalKey(IRunMessage message) => message is StartRun or AttemptFinished or TimerFired or LeaseExpired or ChildFinished;

    // A worker is not trusted: what it leaves out or gets wrong becomes an outcome the failure policy can deal with.
    private static AttemptOutcome Outcome(AttemptFinished m)
    {
        // Only a call to the outside may have nothing to say when it is done: an answer without content, which JSON cannot tell from a missing one.
        var isEmpty = m is { Output: null, Agent: not CallServiceTask.BuiltInAgent };
        var wrong = m.Kind != AgentResultKind.Done ? null : isEmpty ? "The result said done but carried no output." : Memories.Problem(m.Memories);
        var kind = wrong is null ? Kind(m.Kind) : OutcomeKind.InvalidOutput;
        return new AttemptOutcome(
            kind,
            m.Output,
            m.Failure?.Code,
            m.Failure?.Message ?? wrong,
            m.RetryAfterSeconds is { } seconds and >= 0 and < 604_800 ? TimeSpan.FromSeconds(seconds) : null,
            Math.Max(0, m.Usage?.CostUsd ?? 0),
            Math.Max(0, (m.Usage?.InputTokens ?? 0) + (m.Usage?.OutputTokens ?? 0)),
            m.Agent,
            m.AgentVersion,
            m.Worker,
            kind == OutcomeKind.Done ? Memories.Notes(m.Memories) : null,
            m is { StartedAt: { } started, EndedAt: { } ended } && ended >= started ? ended - started : null,
            Answers(m.Judgements));
    }

    private static List<AnswerWorth>? Answers(IReadOnlyList<AnswerJudgement>? judgements) => judgements is null
        ? null
        : [.. judgements.Where(judged => judged.Quality is >= 0 and <= 1).DistinctBy(judged => judged.Decision).Take(MostJudgements).Select(judged => new AnswerWorth(judged.Decision, judged.Quality))];

    private static OutcomeKind Kind(AgentResultKind kind) => kind switch
    {
        AgentResultKind.Done => OutcomeKind.Done,
        AgentResultKind.Transient => OutcomeKind.Transient,
        AgentResultKind.RateLimited => OutcomeKind.RateLimited,
        AgentResultKind.InvalidOutput => OutcomeKind.InvalidOutput,
        AgentResultKind.Refused => OutcomeKind.Refused,
        AgentResultKind.Permanent => OutcomeKind.Permanent,
        AgentResultKind.AskHuman => OutcomeKind.AskHuman,
        _ => OutcomeKind.Transient,
    };
}

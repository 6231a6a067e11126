using AgentBus.Contracts;
using AgentBus.Workflows.Execution;
using MassTransit;

namespace AgentBus.Orchestrator.Saga;

/// <summary>
/// Carries out what the engine decides: every message becomes an event of the engine, and the machine moves to the state the engine
/// names. A message for a run that does not exist is a fault (dead-lettered); a repetition or a late one changes nothing.
/// </summary>
internal sealed class RunStateMachine : MassTransitStateMachine<RunSaga>
{
    public RunStateMachine()
    {
        InstanceState(run => run.CurrentState);
        Correlate(() => Start);
        Correlate(() => Finished);
        Correlate(() => Timer);
        Correlate(() => Lease);
        Correlate(() => Approval);
        Correlate(() => Cancel);
        Correlate(() => ChildFinished);
        Correlate(() => Delivery);
        Correlate(() => Move);
        Correlate(() => Pause);
        Correlate(() => Resume);
        Correlate(() => Retry);
        Correlate(() => Restart);
        Correlate(() => Complete);
        Correlate(() => Skip);

        DuringAny(
            Advance(Start), Advance(Finished), Advance(Timer), Advance(Lease), Advance(Approval), Advance(Cancel),
            Advance(ChildFinished), Advance(Delivery), Advance(Move),
            Advance(Pause), Advance(Resume), Advance(Retry), Advance(Restart), Advance(Complete), Advance(Skip));
    }

    public State Pending { get; private set; } = null!;

    public State Running { get; private set; } = null!;

    public State Waiting { get; private set; } = null!;

    public State Paused { get; private set; } = null!;

    public State Compensating { get; private set; } = null!;

    public State Completed { get; private set; } = null!;

    public State Faulted { get; private set; } = null!;

    public State Cancelled { get; private set; } = null!;

    public Event<StartRun> Start { get; private set; } = null!;

    public Event<AttemptFinished> Finished { get; private set; } = null!;

    public Event<TimerFired> Timer { get; private set; } = null!;

    public Event<LeaseExpired> Lease { get; private set; } = null!;

    public Event<DecideApproval> Approval { get; private set; } = null!;

    public Event<CancelRun> Cancel { get; private set; } = null!;

    public Event<ChildFinished> ChildFinished { get; private set; } = null!;

    public Event<DeliverEvent> Delivery { get; private set; } = null!;

    public Event<MoveRun> Move { get; private set; } = null!;

    public Event<PauseRun> Pause { get; private set; } = null!;

    public Event<ResumeRun> Resume { get; private set; } = null!;

    public Event<RetryStep> Retry { get; private set; } = null!;

    public Event<RestartStep> Restart { get; private set; } = null!;

    public Event<CompleteStep> Complete { get; private set; } = null!;

    public Event<SkipStep> Skip { get; private set; } = null!;

    private void Correlate<T>(System.Linq.Expressions.Expression<Func<Event<T>>> @event)
        where T : class, IRunMessage =>
        Event(@event, e =>
        {
            e.CorrelateById(context => context.Message.Run);
            e.OnMissingInstance(missing => missing.Fault());
        });

    private EventActivityBinder<RunSaga, T> Advance<T>(Event<T> @event)
        where T : class, IRunMessage
    {
        var binder = When(@event).Activity(x => x.OfType<AdvanceRun<T>>());
        (RunStatus, State)[] moves =
        [
            (RunStatus.Running, Running), (RunStatus.Waiting, Waiting), (RunStatus.Paused, Paused),
            (RunStatus.Compensating, Compensating), (RunStatus.Completed, Completed), (RunStatus.Faulted, Faulted),
            (RunStatus.Cancelled, Cancelled),
        ];
        foreach (var (status, state) in moves)
        {
            binder = binder.If(context => Moves(context.Saga, status), then => then.TransitionTo(state));
        }

        return binder;
    }

    private static bool Moves(RunSaga run, RunStatus status) =>
        run.Decided?.State.Status == status && run.CurrentState != status.ToString();
}

using AgentBus.Jq;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>
/// One decision being made: the frames as they change, the documents, the effects, and an agenda of what is still to be done. The agenda
/// makes a cascade of any length a loop instead of a recursion.
/// </summary>
internal sealed class Machine
{
    private readonly RunState before;
    private readonly FrameTable frames;

    // Mostly one thing follows from another, so the first of the agenda has its own place.
    private (string? Frame, Action Work)? first;
    private Queue<(string? Frame, Action Work)>? others;
    private Queue<(string? Frame, Action Work)>? last;
    private Queue<(string? Frame, Action Work)>? afterwards;
    private JqContext? expressions;

    public Machine(WorkflowDefinition definition, RunState state, RunData data, DateTimeOffset now, WorkflowLimits limits)
    {
        Definition = definition;
        before = state;
        State = state;
        Now = now;
        Limits = limits;
        Documents = new Documents(data, limits);
        Effects = new EffectLog(definition, now);
        frames = FrameTable.Of(state.Frames);
    }

    public WorkflowDefinition Definition { get; }

    public DateTimeOffset Now { get; }

    public WorkflowLimits Limits { get; }

    public Documents Documents { get; }

    public EffectLog Effects { get; }

    /// <summary>The run's own members; frames are in <see cref="Find"/> and <see cref="Put"/> until the decision is made.</summary>
    public RunState State { get; set; }

    /// <summary>Steps begun in this decision.</summary>
    public int Begun { get; set; }

    /// <summary>Whether runs that are cancelled with this one undo what they did.</summary>
    public bool CompensatesChildren { get; set; } = true;

    /// <summary>What expressions may know and use.</summary>
    public JqContext Expressions => expressions ??= new JqContext(Now, Limits.ExpressionSteps, Limits.ExpressionBytes);

    public Frame? Find(string id) => frames.Find(id);

    public T Get<T>(string id)
        where T : Frame => (T)(frames.Find(id) ?? throw new KeyNotFoundException($"There is no open frame {id}."));

    public TaskDefinition TaskOf(StepFrame step) => Definition.Tasks[step.Task];

    public IReadOnlyList<Frame> Children(string id) => frames.Children(id);

    public IEnumerable<Frame> AllFrames => frames.All;

    /// <summary>A frame and all that is open inside it.</summary>
    public IEnumerable<Frame> Tree(Frame frame) => Children(frame.Id).SelectMany(Tree).Prepend(frame);

    public void Put(Frame frame) => frames.Put(frame);

    /// <summary>Forgets a frame; the one around it learns which visits were used.</summary>
    public void Remove(Frame frame)
    {
        frames.Remove(frame.Id);
        if (frame.Parent is { } parent && Find(parent) is { } around && around.LastVisit < frame.LastVisit)
        {
            Put(around with { LastVisit = frame.LastVisit });
        }
        else if (frame.Parent is null && frame.LastVisit > Math.Max(1, State.LastVisit))
        {
            State = State with { LastVisit = frame.LastVisit };
        }
    }

    /// <summary>To be done next, unless the frame is gone by then. A fault in it is the frame's.</summary>
    public void Post(string? frame, Action work)
    {
        if (first is null && others is not { Count: > 0 })
        {
            first = (frame, work);
        }
        else
        {
            (others ??= new()).Enqueue((frame, work));
        }
    }

    /// <summary>
    /// The same, when nothing else is to be done. So a failure is dealt with once all that completed beside it was handed on: what it closes
    /// is whole, and the run can be retried from there.
    /// </summary>
    public void PostLast(string? frame, Action work) => (last ??= new()).Enqueue((frame, work));

    /// <summary>The same, when nothing else at all is left: as if another decision began.</summary>
    public void PostAfterwards(Action work) => (afterwards ??= new()).Enqueue((null, work));

    /// <summary>Has blocks that yielded go on in another decision: one timer, due at once, for however many there are.</summary>
    public void GoOnLater()
    {
        if (State.Yields == before.Yields)
        {
            State = State with { Yields = before.Yields + 1 };
            Effects.SetTimer(new TimerName(TimerName.Yield, State.Yields, TimerName.Run), Now);
        }
    }

    /// <summary>Does all there is to do and makes the decision.</summary>
    public Decision Run()
    {
        Work();
        if (!Documents.AnyMissing && State.Entries + Effects.Entries > Limits.HistoryEntries)
        {
            RunFlow.HistoryIsFull(this);
            Work();
        }

        if (Documents.AnyMissing)
        {
            return new Decision(before, [], Documents.Missing);
        }

        var after = Settled();
        return new Decision(after, Effects.Build(Documents), ReadSet.Empty);
    }

    private void Work()
    {
        while (!Documents.AnyMissing && TryTake(out var next))
        {
            if (next.Frame is null || frames.Find(next.Frame) is not null)
            {
                Attempt(next.Frame, next.Work);
            }
        }
    }

    private bool TryTake(out (string? Frame, Action Work) next)
    {
        if (first is not { } one)
        {
            next = default;
            return (others is not null && others.TryDequeue(out next)) || (last is not null && last.TryDequeue(out next))
                || (afterwards is not null && afterwards.TryDequeue(out next));
        }

        first = null;
        next = one;
        return true;
    }

    private void Attempt(string? frame, Action work)
    {
        try
        {
            work();
        }
        catch (WorkflowFault fault) when (!Documents.AnyMissing)
        {
            PostLast(frame is not null && Find(frame) is not null ? frame : null, () => Blame(frame, fault.Error));
        }
        catch (WorkflowFault)
        {
            // It was reading nulls in place of what is missing; the decision is made again.
        }
    }

    private void Blame(string? frame, WorkflowError error)
    {
        if (frame is not null && Find(frame) is StepFrame step)
        {
            StepFlow.Fault(this, step, error);
        }
        else if (frame is not null && Find(frame) is BlockFrame { Parent: { } owner } && Find(owner) is StepFrame around)
        {
            StepFlow.Fault(this, around, error);
        }
        else
        {
            RunFlow.Fault(this, error);
        }
    }

    private RunState Settled()
    {
        // Entries about what changed nothing, such as a late result, may come again and are not counted.
        if (!frames.Changed && ReferenceEquals(State, before))
        {
            return before;
        }

        return State with
        {
            Context = Documents.Keep(State.Context),
            Frames = frames.Settle(Documents.Keeper),
            Entries = State.Entries + Effects.Entries,
            Status = StatusNow(),
        };
    }

    private RunStatus StatusNow()
    {
        if (State.Pause is not null)
        {
            return RunStatus.Paused;
        }

        if (State.IsOver || State.Status == RunStatus.Compensating || (State.Status == RunStatus.Pending && !AllFrames.Any()))
        {
            return State.Status;
        }

        var parked = State.Budget is { IsPaused: true };
        for (var place = 0; place < frames.Places; place++)
        {
            switch (frames[place])
            {
                case AgentFrame { Phase: AgentPhase.Working or AgentPhase.Executing } or ChildFrame or BlockFrame { Pending: not null, Undo: not UndoPhase.Stuck }:
                    return RunStatus.Running;
                case AgentFrame { Phase: AgentPhase.Parked }:
                    parked = true;
                    break;
            }
        }

        return parked ? RunStatus.Paused : RunStatus.Waiting;
    }
}

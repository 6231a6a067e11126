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
    private readonly Dictionary<string, Frame> frames;
    private readonly HashSet<string> touched = [];
    private readonly Queue<(string? Frame, Action Work)> agenda = new();

    public Machine(WorkflowDefinition definition, RunState state, RunData data, DateTimeOffset now, WorkflowLimits limits)
    {
        Definition = definition;
        before = state;
        State = state;
        Now = now;
        Limits = limits;
        Documents = new Documents(data, limits);
        Effects = new EffectLog(definition, now);
        frames = state.Frames.ToDictionary(frame => frame.Id);
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

    public Frame? Find(string id) => frames.GetValueOrDefault(id);

    public T Get<T>(string id)
        where T : Frame => (T)frames[id];

    public TaskDefinition TaskOf(StepFrame step) => Definition.Tasks[step.Task];

    public IEnumerable<Frame> Children(string id) => frames.Values.Where(frame => frame.Parent == id);

    public IReadOnlyCollection<Frame> AllFrames => frames.Values;

    public void Put(Frame frame)
    {
        frames[frame.Id] = frame;
        touched.Add(frame.Id);
    }

    /// <summary>Forgets a frame; the one around it learns which visits were used.</summary>
    public void Remove(Frame frame)
    {
        frames.Remove(frame.Id);
        if (frame.Parent is { } parent && Find(parent) is { } around && around.LastVisit < frame.LastVisit)
        {
            Put(around with { LastVisit = frame.LastVisit });
        }
    }

    /// <summary>To be done next, unless the frame is gone by then. A fault in it is the frame's.</summary>
    public void Post(string? frame, Action work) => agenda.Enqueue((frame, work));

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
        while (!Documents.AnyMissing && agenda.TryDequeue(out var next))
        {
            if (next.Frame is null || frames.ContainsKey(next.Frame))
            {
                Attempt(next.Frame, next.Work);
            }
        }
    }

    private void Attempt(string? frame, Action work)
    {
        try
        {
            work();
        }
        catch (WorkflowFault fault) when (!Documents.AnyMissing)
        {
            Post(null, () => Blame(frame, fault.Error));
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
        if (touched.Count == 0 && ReferenceEquals(State, before))
        {
            return before;
        }

        foreach (var id in touched)
        {
            if (frames.TryGetValue(id, out var frame))
            {
                frames[id] = frame.Keep(Documents.Keep);
            }
        }

        return State with { Context = Documents.Keep(State.Context), Frames = [.. frames.Values], Entries = State.Entries + Effects.Entries, Status = StatusNow() };
    }

    private RunStatus StatusNow()
    {
        if (State.IsOver || State.Status == RunStatus.Compensating)
        {
            return State.Status;
        }

        var agents = frames.Values.OfType<AgentFrame>();
        return frames.Values.Any(frame => frame is AgentFrame { Phase: AgentPhase.Working } or ChildFrame or BlockFrame { Pending: not null }) ? RunStatus.Running
            : agents.Any(agent => agent.Phase == AgentPhase.Parked) ? RunStatus.Paused
            : RunStatus.Waiting;
    }
}

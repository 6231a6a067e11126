using System.Text.Json;
using AgentBus.Workflows.Execution;

namespace AgentBus.Testing;

/// <summary>What a run and the runs below it share: one clock, one queue of what is to come, one bus of events.</summary>
internal sealed class TestWorld(DateTimeOffset startsAt)
{
    private const int EventsAtOnce = 100_000;

    private readonly PriorityQueue<(TestRun Run, RunEvent Happened), (DateTimeOffset Due, long Order)> pending = new();
    private readonly List<TestRun> runs = [];
    private long order;

    public DateTimeOffset Now { get; private set; } = startsAt;

    /// <summary>Told when a run ends that the next one follows.</summary>
    public Action<TestRun, DateTimeOffset>? Following { get; init; }

    /// <summary>When the next thing happens; null = nothing will.</summary>
    public DateTimeOffset? NextDue => pending.TryPeek(out _, out var next) ? next.Due : null;

    public void Add(TestRun run) => runs.Add(run);

    public TestRun? Find(Guid run) => runs.Find(candidate => candidate.State.Run == run);

    public IEnumerable<TestRun> ChildrenOf(Guid run) => runs.Where(candidate => candidate.State.Parent?.Run == run);

    public void Enqueue(TestRun run, RunEvent happened, DateTimeOffset due) => pending.Enqueue((run, happened), (due, order++));

    /// <summary>Gives an event to every run that waits for its type.</summary>
    /// <param name="cloudEvent">The event.</param>
    /// <param name="among">The runs that were there when it was published; null = all.</param>
    public void Publish(JsonElement cloudEvent, IEnumerable<TestRun>? among = null)
    {
        var type = cloudEvent.GetProperty("type").GetString()!;
        foreach (var run in (among ?? runs).Where(run => run.WaitsFor(type)))
        {
            Enqueue(run, new RunEvent.EventArrived(cloudEvent), Now);
        }
    }

    public void Skip(TimeSpan time)
    {
        var until = Now + time;
        while (NextDue is { } due && due <= until)
        {
            DoWhatIsDue(due);
        }

        Now = until;
    }

    public void DoWhatIsDue(DateTimeOffset until)
    {
        Now = until > Now ? until : Now;
        for (var events = 0; pending.TryPeek(out var next, out var at) && at.Due <= Now; events++)
        {
            if (events == EventsAtOnce)
            {
                throw new InvalidOperationException(
                    $"{EventsAtOnce} events and still no time has passed: the workflow loops without waiting for anything. Last step: {next.Run.Steps.LastOrDefault()?.Step}.");
            }

            pending.Dequeue();
            if (next.Happened is not RunEvent.TimerElapsed timer || next.Run.TakeTimer(timer.Timer))
            {
                next.Run.Handle(next.Happened);
            }
        }
    }
}

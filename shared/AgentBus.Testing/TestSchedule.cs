using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Events;
using AgentBus.Workflows.Execution;

namespace AgentBus.Testing;

/// <summary>A definition that was applied: time that passes, and events, start its runs as its <c>schedule</c> says.</summary>
public sealed class TestSchedule
{
    private readonly WorkflowTestHost host;
    private readonly TestWorld world;
    private readonly List<TestRun> runs = [];
    private readonly List<JsonElement> gathered = [];
    private readonly HashSet<(string?, string?)> seen = [];

    internal TestSchedule(WorkflowTestHost host)
    {
        this.host = host;
        world = new TestWorld(host.StartsAt) { Following = (_, due) => NextDue = due };
        NextDue = Schedule.FirstDue(Now);
    }

    /// <summary>The clock, which all runs share.</summary>
    public DateTimeOffset Now => world.Now;

    /// <summary>When time starts the next run; null = it follows the end of the one that goes on, or only events start runs.</summary>
    public DateTimeOffset? NextDue { get; private set; }

    /// <summary>The runs it started, in their order.</summary>
    public IReadOnlyList<TestRun> Runs => runs;

    private ScheduleSpec Schedule => host.Definition.Schedule
        ?? throw new InvalidOperationException($"{host.Definition.Key} has no schedule. Start a run of it with host.Start().");

    /// <summary>Lets this much time pass, for the schedule and for the runs.</summary>
    public void Skip(TimeSpan time)
    {
        var until = Now + time;
        while (Next() is { } due && due <= until)
        {
            world.Skip(due - Now);
            if (NextDue == due)
            {
                NextDue = Schedule.NextDue(due, due);
                Start(JsonElement.Parse("{}"), due);
            }
        }

        world.Skip(until - Now);
    }

    /// <summary>Nothing happens for this long, as while everything is down; then what was missed is made up for.</summary>
    public void Outage(TimeSpan time)
    {
        var missed = NextDue;
        NextDue = null;
        world.Skip(time);
        if (missed is { } due && due <= Now)
        {
            NextDue = Schedule.NextDue(due, Now);
            Start(JsonElement.Parse("{}"), due);
        }
        else
        {
            NextDue = missed;
        }
    }

    /// <summary>Publishes an event: it may start a run, and the runs that wait for its type get it. Again the same source and id starts nothing.</summary>
    /// <param name="cloudEvent">See <see cref="TestEvents"/>.</param>
    public void Publish(JsonElement cloudEvent)
    {
        var waiting = runs.Count;
        if (Schedule.On is { } strategy && seen.Add((Text(cloudEvent, "source"), Text(cloudEvent, "id"))))
        {
            gathered.Add(cloudEvent);
            Gather(strategy);
        }

        world.Publish(cloudEvent, runs.Take(waiting));
        world.DoWhatIsDue(Now);
    }

    /// <summary>Publishes an event of this type and data.</summary>
    public void Publish(string type, object? data = null) => Publish(TestEvents.Of(type, data));

    private DateTimeOffset? Next() => NextDue is { } due && (world.NextDue is not { } other || due <= other) ? due : world.NextDue;

    private void Gather(EventStrategy strategy)
    {
        var found = EventGathering.Find(strategy, gathered, out var failure);
        if (failure is not null)
        {
            throw new InvalidOperationException($"The schedule refuses the event. {failure}");
        }

        if (found is null)
        {
            return;
        }

        var input = JsonSerializer.SerializeToElement(found.Input.Select(index => gathered[index]));
        foreach (var index in found.Used.OrderDescending())
        {
            gathered.RemoveAt(index);
        }

        Start(input, null);
    }

    private void Start(JsonElement input, DateTimeOffset? due) => runs.Add(new TestRun(host, world, host.Definition, input, due));

    private static string? Text(JsonElement cloudEvent, string name) => cloudEvent.TryGetProperty(name, out var value) ? value.GetString() : null;
}

using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

/// <summary>
/// Random workflows under random histories: events in any order, repeated, late, and never sent. A failure names its seed; give it to
/// <see cref="Check"/> to see it again.
/// </summary>
public sealed class HistoryPropertyTests
{
    private const int EventsAtMost = 5_000;
    private const int HistoriesPerCase = 75;

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(300)]
    public void Every_history_ends_and_nothing_happens_twice(int firstSeed)
    {
        var ends = new HashSet<RunStatus>();
        for (var seed = firstSeed; seed < firstSeed + HistoriesPerCase; seed++)
        {
            try
            {
                ends.Add(Check(seed));
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Seed {seed}: {failure.Message}", failure);
            }
        }

        ends.ShouldBe([RunStatus.Completed, RunStatus.Faulted, RunStatus.Cancelled], ignoreOrder: true);
    }

    private static RunStatus Check(int seed)
    {
        var random = new Random(seed);
        var read = DefinitionReader.Read(new RandomWorkflow(random).Make());
        read.Problems.ShouldBeEmpty();
        var driver = new Driver(read.Definition!, JsonElement.Parse("""{ "start": true }"""));
        var past = new List<RunEvent>();
        Deliver(driver, new RunEvent.Started(), past);
        for (var count = 0; !driver.State.IsOver; count++)
        {
            count.ShouldBeLessThan(EventsAtMost);
            driver.Now += TimeSpan.FromSeconds(random.Next(60));
            var happened = random.Next(10) == 0 ? past[random.Next(past.Count)] : Next(driver, random, past);
            Deliver(driver, happened, past);
        }

        ShouldBeOver(driver, past);
        return driver.State.Status;
    }

    /// <summary>Delivers an event, then again: the second time may only add to the bill.</summary>
    private static void Deliver(Driver driver, RunEvent happened, List<RunEvent> past)
    {
        var again = driver.Decide(happened);
        var decision = driver.Handle(happened);
        Same(again, driver).ShouldBeTrue("the same question has the same answer");
        again.Effects.Count.ShouldBe(decision.Effects.Count);
        ShouldChangeNothing(driver, happened);
        past.Add(happened);
    }

    private static void ShouldChangeNothing(Driver driver, RunEvent happened)
    {
        var repeated = driver.Decide(happened);
        Same(repeated, driver).ShouldBeTrue($"a repeated {happened} changes nothing");
        repeated.Effects.ShouldAllBe(effect => effect is Effect.Record && ((Effect.Record)effect).Type == "attempt.superseded");
    }

    private static bool Same(Decision decision, Driver driver) => decision.State.ToBytes().AsSpan().SequenceEqual(driver.Bytes);

    private static void ShouldBeOver(Driver driver, List<RunEvent> past)
    {
        driver.Timers.ShouldBeEmpty();
        driver.Approvals.ShouldBeEmpty();
        driver.Published.ShouldBeUnique();
        driver.Steps.ShouldAllBe(step => step.Status != StepStatus.Running && step.Status != StepStatus.Waiting && step.EndedAt != null);
        (driver.Output is not null).ShouldBe(driver.State.Status == RunStatus.Completed);
        (driver.State.Error is not null).ShouldBe(driver.State.Status == RunStatus.Faulted);
        driver.Bytes.Length.ShouldBeLessThan(2_000);
        foreach (var happened in past.Append(new RunEvent.CancelRequested("late", null, true)))
        {
            ShouldChangeNothing(driver, happened);
        }
    }

    private static RunEvent Next(Driver driver, Random random, List<RunEvent> past)
    {
        var settled = past.OfType<RunEvent.AttemptSettled>().Select(happened => (happened.Step, happened.Attempt)).ToHashSet();
        var choices = new List<RunEvent>();
        choices.AddRange(driver.Timers.Select(timer => new RunEvent.TimerElapsed(timer)));
        choices.AddRange(driver.Approvals.Select(step => new RunEvent.ApprovalDecided(step, random.Next(3) > 0, "p", "c", null)));
        choices.AddRange(driver.Orders.Where(order => !settled.Contains((order.Step, order.Attempt))).Select(order => Settle(order, random)));
        if (random.Next(60) == 0 || choices.Count == 0)
        {
            choices.Count.ShouldBeGreaterThan(0, "something is always awaited");
            return new RunEvent.CancelRequested("p", null, random.Next(2) == 0);
        }

        return choices[random.Next(choices.Count)];
    }

    private static RunEvent Settle(AttemptOrder order, Random random) => random.Next(12) switch
    {
        0 => new RunEvent.LeaseLost(order.Step, order.Attempt),
        1 => Settled(order, OutcomeKind.Transient),
        2 => Settled(order, OutcomeKind.RateLimited),
        3 => Settled(order, OutcomeKind.InvalidOutput),
        4 => Settled(order, OutcomeKind.Permanent),
        5 => Settled(order, OutcomeKind.AskHuman),
        _ => Settled(order, OutcomeKind.Done, JsonElement.Parse(random.Next(4) == 0
            ? """{ "good": false }"""
            : $$"""{ "good": true, "text": "{{new string('x', random.Next(400))}}" }""")),
    };

    private static RunEvent.AttemptSettled Settled(AttemptOrder order, OutcomeKind kind, JsonElement? output = null) =>
        new(order.Step, order.Attempt, new AttemptOutcome(kind, output, Message: "why", CostUsd: 0.01m));
}

using System.Text.Json;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

public sealed class ScaleTests
{
    [Fact]
    public void An_item_costs_the_same_among_ten_and_among_ten_thousand()
    {
        var few = Run(10);
        var many = Run(10_000);

        many.Loaded.ShouldBe(few.Loaded);
        many.Effects.ShouldBe(few.Effects);
        many.Loaded.ShouldBeLessThanOrEqualTo(8);
        // Only the digits of indexes and counts may grow.
        many.StateBytes.ShouldBeLessThan((int)(few.StateBytes * 1.15));
        many.Output.ShouldBe(10_000);
    }

    [Fact]
    public void Items_that_one_decision_cannot_begin_go_on_by_one_timer_however_many_they_are()
    {
        var definition = Workflow.Host("""
            do:
              - all:
                  for: { each: item, in: '${ [range(1200)] }' }
                  metadata: { agentbus: { maxConcurrency: 1200 } }
                  do:
                    - work: { call: agent, with: { agent: worker, input: { item: '${ $item }' } } }
            """).Definition;
        var driver = new Driver(definition, Workflow.Json("{}"));
        driver.Handle(new RunEvent.Started());
        driver.Orders.Count.ShouldBe(499, "the for itself is the first of 500 steps");
        var first = driver.Timers.ShouldHaveSingleItem();

        var done = driver.Orders[0];
        driver.Handle(new RunEvent.AttemptSettled(done.Step, done.Attempt, new AttemptOutcome(OutcomeKind.Done, done.Input)));
        driver.Timers.ShouldHaveSingleItem().ShouldBe(first);

        driver.Handle(new RunEvent.TimerElapsed(first));
        driver.Orders.Count.ShouldBe(999);
        var second = driver.Timers.ShouldHaveSingleItem();
        second.ShouldNotBe(first);

        driver.Handle(new RunEvent.TimerElapsed(second));
        driver.Orders.Count.ShouldBe(1200);
        driver.Orders.Select(order => order.Step).ShouldBeUnique();
        driver.Timers.ShouldBeEmpty();
        driver.Decide(new RunEvent.TimerElapsed(second)).Effects.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_state_that_is_carried_along_is_decided_on_like_one_that_was_stored(int seed)
    {
        var definition = Workflow.Host("""
            do:
              - all:
                  for: { each: item, in: '${ [range(120)] }' }
                  metadata: { agentbus: { maxConcurrency: 40, toleratedFailurePercentage: 100 } }
                  do:
                    - inner:
                        try: [ { work: { call: agent, with: { agent: worker, input: { item: '${ $item }' } } } } ]
                        catch: { retry: { delay: PT1S, limit: { attempt: { count: 1 } } } }
                    - after: { set: { was: '${ . }' } }
            """).Definition;
        var random = new Random(seed);
        var (stored, carried) = (new Driver(definition, Workflow.Json("{}")), new Driver(definition, Workflow.Json("{}"), carries: true));
        RunEvent? happened = new RunEvent.Started();
        for (var decided = 0; happened is not null; decided++)
        {
            var (one, other) = (stored.Handle(happened), carried.Handle(happened));
            carried.Bytes.ShouldBe(stored.Bytes, $"seed {seed}, decision {decided}: {happened}");
            other.Effects.Count.ShouldBe(one.Effects.Count);
            happened = Next(stored, random);
        }

        carried.State.Status.ShouldBe(RunStatus.Completed);
    }

    // Results in any order, some of them failures, some late or twice; timers in between. Null = nothing is open any more.
    private static RunEvent? Next(Driver driver, Random random)
    {
        if (driver.State.IsOver)
        {
            return null;
        }

        if (driver.Timers.Count > 0 && random.Next(5) == 0)
        {
            return new RunEvent.TimerElapsed(driver.Timers.Order(StringComparer.Ordinal).ElementAt(random.Next(driver.Timers.Count)));
        }

        var order = driver.Orders[random.Next(driver.Orders.Count)];
        var kind = random.Next(4) == 0 ? OutcomeKind.Permanent : OutcomeKind.Done;
        return new RunEvent.AttemptSettled(order.Step, order.Attempt, new AttemptOutcome(kind, kind == OutcomeKind.Done ? order.Input : null));
    }

    /// <summary>The most that any item in the middle of the run cost.</summary>
    private static (int Loaded, int Effects, int StateBytes, int Output) Run(int count)
    {
        var definition = Workflow.Host("""
            do:
              - all:
                  for: { each: item, in: .items }
                  metadata: { agentbus: { maxConcurrency: 4 } }
                  do:
                    - prepare: { set: { item: '${ $item }', text: '${ "x" * 400 }' } }
                    - work: { call: agent, with: { agent: worker, input: { item: '${ $item }', all: '${ .text }' } } }
                    - after: { set: { was: '${ . }', number: '${ $item.n }' } }
            """).Definition;
        var items = JsonSerializer.SerializeToElement(new { items = Enumerable.Range(0, count).Select(n => new { n, text = new string('y', 300) }) });
        var driver = new Driver(definition, items);
        driver.Handle(new RunEvent.Started());
        var worst = (Loaded: 0, Effects: 0, StateBytes: 0);
        for (var next = 0; next < driver.Orders.Count; next++)
        {
            var order = driver.Orders[next];
            var decision = driver.Handle(new RunEvent.AttemptSettled(order.Step, order.Attempt, new AttemptOutcome(OutcomeKind.Done, order.Input)));
            if (next < count - 5)
            {
                worst = (Math.Max(worst.Loaded, driver.Loaded), Math.Max(worst.Effects, decision.Effects.Count), Math.Max(worst.StateBytes, driver.Bytes.Length));
            }
        }

        driver.State.Status.ShouldBe(RunStatus.Completed);
        return (worst.Loaded, worst.Effects, worst.StateBytes, driver.Output!.Value.GetArrayLength());
    }
}

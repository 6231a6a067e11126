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

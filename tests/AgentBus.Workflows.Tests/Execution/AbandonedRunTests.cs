using System.Text.Json;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

public sealed class AbandonedRunTests
{
    [Fact]
    public void A_run_that_cannot_be_decided_leaves_nothing_open_behind()
    {
        var host = Workflow.Host("""
            schedule: { after: PT1H }
            do:
              - both:
                  fork:
                    branches:
                      - hear: { listen: { to: { one: { with: { type: x } } } } }
                      - child: { run: { workflow: { namespace: tests, name: other, version: latest } } }
            """);
        var driver = new Driver(host.Definition, Workflow.Json("{}"));
        driver.Know("tests", "other", "1.0.0");
        driver.Handle(new RunEvent.Started());
        var parent = new ParentRun(Guid.NewGuid(), "/do/0/x#1", Awaits: true);
        var state = driver.State with { Parent = parent, ScheduledFor = DateTimeOffset.UnixEpoch };
        var error = JsonElement.Parse("""{ "status": 500 }""");

        var decision = AbandonedRun.End(host.Definition, state, error, DateTimeOffset.UnixEpoch);

        decision.State.Status.ShouldBe(RunStatus.Faulted);
        decision.Effects.OfType<Effect.Unsubscribe>().Single().Step.ShouldBe("/do/0/both/fork/branches/0/hear#1");
        decision.Effects.OfType<Effect.CancelChild>().Single().Child.ShouldBe(driver.Children.Keys.Single());
        decision.Effects.OfType<Effect.TellParent>().Single().Parent.ShouldBe(parent);
        decision.Effects.OfType<Effect.ScheduleNext>().Single().Due.ShouldBe(DateTimeOffset.UnixEpoch.AddHours(1));
    }
}

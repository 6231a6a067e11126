using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

public sealed class ForkTests
{
    private const string Race = """
        do:
          - race:
              fork:
                compete: true
                branches:
                  - slow: { call: agent, with: { agent: slow } }
                  - fast: { call: agent, with: { agent: fast } }
        """;

    [Fact]
    public void Branches_get_the_same_input_and_their_outputs_keep_their_order()
    {
        var host = Workflow.Host("""
            do:
              - both:
                  fork:
                    branches:
                      - late: { call: agent, with: { agent: late, input: '${ . }' } }
                      - soon: { set: { n: '${ .n + 1 }' } }
              - use: { set: { all: '${ . }' } }
            """).Agent("late", call => AgentReply.Done(call.Input).Taking(TimeSpan.FromMinutes(1)));

        var run = host.Run(new { n = 1 });

        run.Output.ShouldBeJson("""{ "all": [{ "n": 1 }, { "n": 2 }] }""");
    }

    [Fact]
    public void When_they_compete_the_first_wins_and_a_late_result_changes_only_the_bill()
    {
        var host = Workflow.Host(Race)
            .Agent("slow", _ => AgentReply.Done("slow").Taking(TimeSpan.FromHours(1)).Costing(0.5m))
            .Agent("fast", _ => AgentReply.Done("fast").Taking(TimeSpan.FromSeconds(1)));
        var run = host.Run();

        run.Output.ShouldBeJson("\"fast\"");
        run.Step("slow").Status.ShouldBe(StepStatus.Cancelled);
        var before = run.State.ToBytes();
        run.Skip(TimeSpan.FromHours(2));
        run.State.ToBytes().ShouldBe(before);
        run.History[^1].Type.ShouldBe("attempt.superseded");
        run.History[^1].Data.GetProperty("costUsd").GetDecimal().ShouldBe(0.5m);
    }

    [Fact]
    public void When_they_compete_a_failure_counts_only_when_nobody_is_left()
    {
        var host = Workflow.Host(Race)
            .Agent("slow", _ => AgentReply.Done("slow").Taking(TimeSpan.FromHours(1)))
            .Agent("fast", _ => AgentReply.Permanent("broken"));

        host.Run().Output.ShouldBeJson("\"slow\"");
        host.Agent("slow", _ => AgentReply.Permanent("broken too")).Run().Status.ShouldBe(RunStatus.Faulted);
    }

    [Fact]
    public void Of_branches_that_end_the_run_at_once_the_first_counts()
    {
        var run = Workflow.Host("""
            do:
              - both:
                  fork:
                    branches:
                      - one: { set: { n: 1 }, then: end }
                      - two: { set: { n: 2 }, then: end }
                      - three: { raise: { error: { type: 'https://example.com/bad', status: 400, title: Bad } } }
            """).Run();

        run.Status.ShouldBe(RunStatus.Completed);
        run.Output.ShouldBeJson("""{ "n": 1 }""");
        run.History.Count(entry => entry.Type.StartsWith("run.", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public void What_is_cancelled_in_the_decision_that_began_it_never_leaves()
    {
        var run = Workflow.Host("""
            do:
              - all:
                  fork:
                    branches:
                      - send: { call: agent, with: { agent: worker } }
                      - ask: { call: approval, with: { title: Well?, dueIn: { hours: 1 } } }
                      - pause: { wait: { hours: 1 } }
                      - bad: { raise: { error: { type: 'https://example.com/bad', status: 400, title: Bad } } }
            """).Run();

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Dispatched.ShouldBeEmpty();
        run.Approvals.ShouldBeEmpty();
        run.Now.ShouldBe(run.State.StartedAt);
        run.Step("send").Status.ShouldBe(StepStatus.Cancelled);
    }

    [Fact]
    public void A_branch_that_fails_cancels_the_others()
    {
        var host = Workflow.Host("""
            do:
              - both:
                  fork:
                    branches:
                      - good: { call: agent, with: { agent: good } }
                      - bad: { raise: { error: { type: 'https://example.com/bad', status: 400, title: Bad } } }
            """).Agent("good", _ => AgentReply.Done(1).Taking(TimeSpan.FromHours(1)));

        var run = host.Run();

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.Text("instance").ShouldBe("/do/0/both/fork/branches/1/bad");
        run.Step("good").Status.ShouldBe(StepStatus.Cancelled);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_fork_without_branches_is_done_at_once(bool compete) =>
        Workflow.Host($"do: [{{a: {{fork: {{compete: {(compete ? "true" : "false")}, branches: []}}}}}}]").Run().Output.ShouldBeJson("[]");
}

using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

public sealed class BudgetTests
{
    private const string Two = """
        do:
          - one: { call: agent, with: { agent: first, fallback: cheap } }
          - two: { call: agent, with: { agent: first, fallback: cheap } }
        """;

    [Fact]
    public void A_dispatch_carries_its_share_and_the_rest_is_left_to_the_next()
    {
        var run = Host("maxCostUsd: 1, maxTokens: 100", Two).Agent("first", _ => AgentReply.Done(1).Costing(0.1m, 20)).Run();

        run.Status.ShouldBe(RunStatus.Completed);
        run.Dispatched.Select(order => order.MaxCostUsd).ShouldBe([0.5m, 0.45m]);
        run.Dispatched.Select(order => order.MaxTokens).ShouldBe([50, 40]);
        run.State.BudgetNow.ShouldBeJson("""
            {
              "limits": { "costUsd": 1, "tokens": 100 }, "spent": { "costUsd": 0.2, "tokens": 40, "requests": 2 },
              "reserved": { "costUsd": 0.0, "tokens": 0, "requests": 0 }, "left": { "costUsd": 0.8, "tokens": 60 }
            }
            """);
    }

    [Fact]
    public void Stopping_faults_the_run_whatever_would_catch_it()
    {
        var run = Host("maxCostUsd: 0.1, onExceed: stop", """
            do:
              - guarded:
                  try:
                    - one: { call: agent, with: { agent: first } }
                    - two: { call: agent, with: { agent: first } }
                  catch: { do: [ { anyway: { set: { caught: true } } } ] }
            """).Agent("first", _ => AgentReply.Done(1).Costing(0.2m)).Run();

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.Text("code").ShouldBe("budget-exceeded");
        run.Error.Text("detail").ShouldBe("$0.1 may be spent, $0.2 was and $0 is held for attempts under way");
        run.Error.Text("instance").ShouldEndWith("/two");
        run.History.Single(entry => entry.Type == "budget.overspent").Data.ShouldBeJson("""
            { "attempt": 1, "agent": "first", "reserved": { "costUsd": 0.05, "tokens": 0, "requests": 1 }, "used": { "costUsd": 0.2, "tokens": 0, "requests": 1 } }
            """);
    }

    [Fact]
    public void Warning_goes_on_and_says_so_once()
    {
        var run = Host("maxCostUsd: 0.3, warnAt: 0.5, onExceed: warn", """
            do:
              - all:
                  for: { in: '${ [range(5)] }' }
                  do: [ { one: { call: agent, with: { agent: first } } } ]
            """).Agent("first", _ => AgentReply.Done(1).Costing(0.1m)).Run();

        run.Status.ShouldBe(RunStatus.Completed);
        run.Dispatched.Count.ShouldBe(5);
        run.History.Count(entry => entry.Type == "budget.exceeded").ShouldBe(1);
        run.History.Count(entry => entry.Type == "budget.warning").ShouldBe(1);
        var told = run.Published.ShouldHaveSingleItem();
        told.GetProperty("type").GetString().ShouldBe("agentbus.budget.warning");
        told.GetProperty("data").GetProperty("spent").GetProperty("costUsd").GetDecimal().ShouldBe(0.2m);
    }

    [Fact]
    public void Downgrading_asks_the_fallback_with_what_is_left_and_an_eye_on_cost()
    {
        var run = Host("maxCostUsd: 0.3, onExceed: downgrade", Two)
            .Agent("first", _ => AgentReply.Done(1).Costing(0.3m)).Agent("cheap", _ => AgentReply.Done(2)).Run();

        run.Output.ShouldBeJson("2");
        (run.Dispatched[1].Agent, run.Dispatched[1].Objective, run.Dispatched[1].MaxCostUsd).ShouldBe(("cheap", "cost", 0));
    }

    [Theory]
    [InlineData("approve", RunStatus.Waiting)]
    [InlineData("pause", RunStatus.Paused)]
    public void A_person_raises_the_budget_by_what_the_form_says_or_by_as_much_again(string onExceed, RunStatus meanwhile)
    {
        var run = Host($"maxCostUsd: 0.3, onExceed: {onExceed}", """
            do:
              - all:
                  for: { in: '${ [range(6)] }' }
                  metadata: { agentbus: { maxConcurrency: 6 } }
                  do: [ { one: { call: agent, with: { agent: first, maxCostUsd: 0.3 } } } ]
            """).Agent("first", _ => AgentReply.Done(1).Costing(0.3m)).Run();

        run.Status.ShouldBe(meanwhile);
        run.Dispatched.Count.ShouldBe(1);
        run.Approvals.ShouldHaveSingleItem().Title.ShouldBe(
            "The run's budget is used up: $0.3 may be spent, $0.3 was and $0 is held for attempts under way; this attempt may cost $0.3. Raise it by $0.3?");
        run.Decide(approved: true, form: new { raiseUsd = 1.0 });
        run.Dispatched.Count.ShouldBe(4, "three more fit into $1.3");
        run.Decide(approved: true);
        run.Decide(approved: true);
        run.Status.ShouldBe(RunStatus.Completed);
        run.History.Count(entry => entry.Type == "budget.raised").ShouldBe(3);
    }

    [Fact]
    public void Denying_the_raise_ends_the_run()
    {
        var run = Host("maxRequests: 1, onExceed: approve", Two).Agent("first", _ => AgentReply.Done(1)).Run();

        run.Decide(approved: false, by: "ann", comment: "enough");

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.Text("detail").ShouldBe("1 attempts may be sent to agents, 1 were; a raise was denied by ann: enough");
        run.Approvals.ShouldBeEmpty();
    }

    [Fact]
    public void A_run_that_its_budget_stopped_asks_for_more_when_it_is_retried()
    {
        var run = Host("maxRequests: 1, onExceed: stop", Two).Agent("first", _ => AgentReply.Done(1)).Run();
        run.Status.ShouldBe(RunStatus.Faulted);
        run.Retry();

        run.Status.ShouldBe(RunStatus.Waiting);
        run.Approvals.ShouldHaveSingleItem().Title.ShouldBe("The run's budget is used up: 1 attempts may be sent to agents, 1 were. Raise it by 1 attempts?");
        run.Decide(approved: true);
        run.Status.ShouldBe(RunStatus.Completed);
        run.Dispatched.Select(order => order.Task).ShouldBe(["/do/0/one", "/do/1/two"], "what completed is not done again");
    }

    [Fact]
    public void A_run_whose_time_was_up_asks_for_more_when_it_is_restarted()
    {
        var slow = true;
        var run = Host("maxDuration: PT1H, onExceed: stop", Two).Agent("first", _ => AgentReply.Done(1).Taking(TimeSpan.FromMinutes(slow ? 90 : 10))).Run();
        run.Error.Text("code").ShouldBe("budget-exceeded");
        slow = false;
        run.Restart("/do/0/one");

        run.Status.ShouldBe(RunStatus.Waiting);
        run.Decide(approved: true, form: new { raiseMinutes = 600 });
        run.Status.ShouldBe(RunStatus.Completed);
        run.History.Count(entry => entry.Type == "budget.raised").ShouldBe(1);
    }

    [Fact]
    public void Steps_wait_for_room_while_attempts_under_way_may_free_it()
    {
        var open = 0;
        var most = 0;
        var host = Host("maxCostUsd: 1, onExceed: stop", """
            do:
              - all:
                  for: { in: '${ [range(64)] }' }
                  metadata: { agentbus: { maxConcurrency: 64 } }
                  do: [ { one: { call: agent, with: { agent: first, maxCostUsd: 0.1 } } } ]
            """).Agent("first", _ =>
        {
            most = Math.Max(most, ++open);
            return AgentReply.Done(1).Costing(0.01m).Taking(TimeSpan.FromSeconds(1));
        });

        var run = host.Start();
        run.Dispatched.Count.ShouldBe(10);
        run.Steps.Count(step => step.Reason?.StartsWith("waiting for attempts under way", StringComparison.Ordinal) == true).ShouldBe(54);
        run.Continue();

        run.Status.ShouldBe(RunStatus.Completed);
        run.Dispatched.Count.ShouldBe(64);
        run.State.BudgetNow!.Value.GetProperty("spent").GetProperty("costUsd").GetDecimal().ShouldBe(0.64m);
    }

    [Fact]
    public void Time_is_a_budget_too_and_more_of_it_can_be_given()
    {
        var run = Host("maxDuration: PT10M, warnAt: 0.5, onExceed: approve", """
            do:
              - nap: { wait: PT11M }
              - one: { call: agent, with: { agent: first } }
              - long: { wait: PT8M }
              - two: { call: agent, with: { agent: first } }
            """).Agent("first", _ => AgentReply.Done(1)).Run();

        run.History.Count(entry => entry.Type == "budget.warning").ShouldBe(1);
        run.Approvals.ShouldHaveSingleItem().Title.ShouldContain("the run may take 10 min. Raise it by 10 min?");
        run.Dispatched.ShouldBeEmpty();
        run.Decide(approved: true);
        run.Status.ShouldBe(RunStatus.Completed);
        run.Dispatched.Count.ShouldBe(2);
    }

    [Fact]
    public void A_result_that_comes_after_its_step_was_closed_is_paid_once()
    {
        var run = Host("maxCostUsd: 1", """
            do:
              - race:
                  fork:
                    compete: true
                    branches:
                      - fast: { call: agent, with: { agent: first } }
                      - slow: { call: agent, with: { agent: slow } }
            """)
            .Agent("first", _ => AgentReply.Done(1).Costing(0.1m)).Agent("slow", _ => AgentReply.Silence()).Run();
        Usd(run, "reserved").ShouldBe(0.5m, "its end may never be known");
        var late = new RunEvent.AttemptSettled(run.Dispatched[1].Step, 1, new AttemptOutcome(OutcomeKind.Done, Workflow.Json("2"), CostUsd: 0.2m));

        run.Handle(late);
        run.Handle(late);

        (Usd(run, "spent"), Usd(run, "reserved")).ShouldBe((0.3m, 0m));
    }

    [Fact]
    public void A_lost_attempt_keeps_what_it_may_have_spent_and_nobody_waits_for_it()
    {
        var run = Host("maxCostUsd: 0.3, onExceed: stop", "do: [ { one: { call: agent, with: { agent: first, maxCostUsd: 0.2 } } } ]")
            .Agent("first", _ => AgentReply.Dies()).Run();

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.Text("code").ShouldBe("budget-exceeded");
        Usd(run, "reserved").ShouldBe(0.2m);
    }

    [Fact]
    public void Compensation_is_never_refused()
    {
        var undone = 0;
        var run = Host("maxRequests: 1", """
            do:
              - one:
                  call: agent
                  with: { agent: first }
                  metadata: { agentbus: { compensate: [ { back: { call: agent, with: { agent: undo } } } ] } }
              - two: { call: agent, with: { agent: first } }
            """).Agent("first", _ => AgentReply.Done(1)).Agent("undo", _ => AgentReply.Done(++undone)).Run();

        run.Status.ShouldBe(RunStatus.Faulted);
        undone.ShouldBe(1);
    }

    private static decimal Usd(TestRun run, string part) => run.State.BudgetNow!.Value.GetProperty(part).GetProperty("costUsd").GetDecimal();

    private static WorkflowTestHost Host(string budget, string body) => WorkflowTestHost.FromYaml(
        $$"""
        document:
          dsl: '1.0.3'
          namespace: tests
          name: example
          version: '1.0.0'
          metadata: { agentbus: { budget: { {{budget}} } } }
        {{body}}
        """);
}

using System.Text.Json;
using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

public sealed class PlanTests
{
    private const string Planned = """
        do:
          - solve:
              call: plan
              with: { agent: planner, goal: '${ "answer " + .question }', agents: [worker, checker], maxTasks: 3, maxDepth: 2, maxReplans: 1 }
        """;

    private const string Good = """{ "do": [ { "work": { "call": "agent", "with": { "agent": "worker", "input": { "q": "${ .question }" } } } } ] }""";

    [Fact]
    public void A_plan_runs_as_a_run_of_its_own_and_its_output_is_the_step_s()
    {
        var run = Host(_ => Good).Agent("worker", call => AgentReply.Done(new { answer = call.Input })).Run(new { question = "why" });

        run.Output.ShouldBeJson("""{ "answer": { "q": "why" } }""");
        run.Dispatched.Single().Input.ShouldBeJson("""
            {
              "goal": "answer why", "input": { "question": "why" }, "maxTasks": 3, "maxDepth": 2,
              "agents": [ { "name": "worker", "running": false }, { "name": "checker", "running": false } ]
            }
            """);
        run.HistoryOf("solve").ShouldBe(
            ["step.started", "attempt.dispatched", "attempt.finished", "plan.made", "child.started", "child.ended", "step.completed"]);
        run.Step("solve").Reason.ShouldNotBeNull().ShouldStartWith("plan 1, run ");
    }

    [Theory]
    [InlineData("""{ "steps": [] }""", "does not fit its schema")]
    [InlineData("""{ "do": [ { "a": { "call": "agent", "with": { "agent": "stranger" } } } ] }""", "it calls the agent 'stranger'; allowed are worker, checker")]
    [InlineData("""{ "do": [ { "a": { "call": "agent", "with": { "agent": "worker", "imput": 1 } } }, { "b": { "sett": {} } } ] }""", "has 2 problems")]
    [InlineData("""{ "do": [ { "a": { "set": { "x": 1 } } }, { "b": { "set": { "x": 1 } } }, { "c": { "set": { "x": 1 } } }, { "d": { "set": { "x": 1 } } } ] }""", "it has 4 tasks; at most 3 are allowed")]
    [InlineData("""{ "do": [ { "a": { "do": [ { "b": { "do": [ { "c": { "set": { "x": 1 } } } ] } } ] } } ] }""", "/do/0/a/do/0/b/do/0/c: it lies 3 levels deep; at most 2 are allowed")]
    [InlineData("""{ "do": [ { "a": { "call": "http", "with": { "method": "get", "endpoint": "https://example.org" } } } ] }""", "no other workflow, plan or service")]
    [InlineData("""{ "do": [ { "a": { "run": { "workflow": { "namespace": "x", "name": "y", "version": "1.0.0" } } } } ] }""", "no other workflow, plan or service")]
    public void A_plan_that_does_not_hold_is_handed_back_with_every_problem(string bad, string told)
    {
        var run = Host(call => call.Attempt == 1 ? bad : Good).Agent("worker", _ => AgentReply.Done(1)).Run(new { question = "why" });

        run.Status.ShouldBe(RunStatus.Completed);
        run.Dispatched[1].Feedback.ShouldNotBeNull().ShouldContain(told);
        run.Dispatched[1].IdempotencyKey.ShouldBe(run.Dispatched[0].IdempotencyKey);
    }

    [Fact]
    public void A_plan_that_fails_is_followed_by_another_that_knows_why()
    {
        var tries = 0;
        var run = Host(_ => Good).Agent("worker", _ => ++tries == 1 ? AgentReply.Permanent("no such file") : AgentReply.Done(tries)).Run(new { question = "why" });

        run.Output.ShouldBeJson("2");
        run.Dispatched.Count.ShouldBe(2);
        var previous = run.Dispatched[1].Input.GetProperty("previous");
        previous.GetProperty("plan").ShouldBeJson(Good);
        previous.GetProperty("error").GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain("no such file");
        run.Dispatched[1].IdempotencyKey.ShouldBe($"{run.Dispatched[0].IdempotencyKey}:plan2");
        run.HistoryOf("solve").Count(type => type == "plan.failed").ShouldBe(1);
    }

    [Fact]
    public void After_the_last_plan_the_step_fails_with_its_error()
    {
        var run = Host(_ => Good).Agent("worker", _ => AgentReply.Permanent("never")).Run(new { question = "why" });

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Dispatched.Count.ShouldBe(2);
        run.Error.Text("detail").ShouldContain("never");
        run.Error.Text("instance").ShouldBe("/do/0/solve");
    }

    [Fact]
    public void A_person_approves_each_plan_where_that_is_asked()
    {
        var host = Workflow.Host(Planned.Replace("maxReplans: 1", "approve: true")).Agent("planner", _ => AgentReply.Done(Workflow.Json(Good))).Agent("worker", _ => AgentReply.Done(1));
        var run = host.Run(new { question = "why" });

        var question = run.Approvals.ShouldHaveSingleItem();
        question.Title.ShouldBe("Run plan 1 of solve?");
        question.Details!.Value.ShouldBeJson(Good);
        run.Status.ShouldBe(RunStatus.Waiting);
        run.Decide(approved: true);
        run.Output.ShouldBeJson("1");

        var denied = host.Run(new { question = "why" });
        denied.Decide(approved: false, comment: "too bold");
        denied.Error.Text("detail").ShouldContain("too bold");
    }

    [Fact]
    public void A_plan_spends_from_the_run_s_budget_and_no_more()
    {
        var host = Budgeted(Good);
        var given = new List<decimal?>();
        host.Agent("worker", call =>
        {
            given.Add(call.Order.MaxCostUsd);
            return AgentReply.Done(1).Costing(0.3m);
        });
        var run = host.Run(new { question = "why" });

        given.ShouldBe([0.8m]);
        run.Step("solve").CostUsd.ShouldBe(0.5m);
        var budget = run.State.BudgetNow!.Value;
        budget.GetProperty("spent").GetProperty("costUsd").GetDecimal().ShouldBe(0.5m);
        budget.GetProperty("left").GetProperty("costUsd").GetDecimal().ShouldBe(0.5m);
    }

    [Fact]
    public void What_a_plan_s_run_used_counts_without_a_budget_too_failed_plans_included()
    {
        var tries = 0;
        var run = Workflow.Host(Planned).Agent("planner", _ => AgentReply.Done(Workflow.Json(Good)).Costing(0.2m))
            .Agent("worker", _ => (++tries == 1 ? AgentReply.Permanent("no such file") : AgentReply.Done(tries)).Costing(0.3m)).Run(new { question = "why" });

        run.Status.ShouldBe(RunStatus.Completed);
        run.Step("solve").CostUsd.ShouldBe(1.0m);
    }

    [Fact]
    public void A_plan_that_overspends_is_told_by_its_number()
    {
        var host = WorkflowTestHost.FromYaml($"""
            document:
              dsl: '1.0.3'
              namespace: tests
              name: example
              version: '1.0.0'
              metadata: {"{"} agentbus: {"{"} budget: {"{"} maxCostUsd: 1 {"}"} {"}"} {"}"}
            {Planned}
            """).Agent("planner", _ => AgentReply.Done(Workflow.Json(Good)).Costing(0.2m));
        var run = host.Agent("worker", _ => AgentReply.Done(1).Costing(1.5m)).Run(new { question = "why" });

        var told = run.History.Single(entry => entry.Type == "budget.overspent").Data;
        told.GetProperty("plan").GetInt32().ShouldBe(1);
        told.TryGetProperty("attempt", out _).ShouldBeFalse();
    }

    [Fact]
    public void Cancelling_the_run_cancels_the_plan_s()
    {
        var run = Host(_ => Good).Agent("worker", _ => AgentReply.Silence()).Start(new { question = "why" });
        run.Continue();

        run.Status.ShouldBe(RunStatus.Running);
        run.Cancel();
        run.Status.ShouldBe(RunStatus.Cancelled);
        run.Skip(TimeSpan.FromSeconds(1));
        run.Children.Single().Status.ShouldBe(RunStatus.Cancelled);
    }

    [Theory]
    [InlineData(""" "set": { "x": 1 } """, 0.5, "nothing of the plan is under way")]
    [InlineData(""" "call": "agent", "with": { "agent": "checker" } """, 0.75, "the checker may yet spend what it was given")]
    public void What_a_cancelled_plan_did_not_use_is_free_again(string last, double spent, string why)
    {
        var plan = """{ "do": [ { "work": { "call": "agent", "with": { "agent": "worker" } } }, { "rest": { "wait": { "seconds": 60 } } }, { "last": {LAST} } ] }"""
            .Replace("LAST", last, StringComparison.Ordinal);
        var run = Budgeted(plan).Agent("worker", _ => AgentReply.Done(1).Costing(0.3m)).Agent("checker", _ => AgentReply.Silence()).Start(new { question = "why" });
        run.Skip(TimeSpan.FromSeconds(spent == 0.5 ? 10 : 100));

        run.State.BudgetNow!.Value.GetProperty("reserved").GetProperty("costUsd").GetDecimal().ShouldBe(0.8m);
        run.Cancel();
        run.Skip(TimeSpan.FromSeconds(1));

        run.Children.Single().Status.ShouldBe(RunStatus.Cancelled);
        var budget = run.State.BudgetNow!.Value;
        budget.GetProperty("reserved").GetProperty("costUsd").GetDecimal().ShouldBe(0, why);
        budget.GetProperty("spent").GetProperty("costUsd").GetDecimal().ShouldBe((decimal)spent, why);
        run.HistoryOf("solve").Count(type => type == "child.ended").ShouldBe(1);
    }

    private static WorkflowTestHost Budgeted(string plan) => WorkflowTestHost.FromYaml($"""
        document:
          dsl: '1.0.3'
          namespace: tests
          name: example
          version: '1.0.0'
          metadata: {"{"} agentbus: {"{"} budget: {"{"} maxCostUsd: 1 {"}"} {"}"} {"}"}
        {Planned}
        """).Agent("planner", _ => AgentReply.Done(Workflow.Json(plan)).Costing(0.2m));

    private static WorkflowTestHost Host(Func<AgentCall, string> plan) =>
        Workflow.Host(Planned).Agent("planner", call => AgentReply.Done(JsonElement.Parse(plan(call))));
}

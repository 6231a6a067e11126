using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution.Operators;

public sealed class RetryTests
{
    [Fact]
    public void A_failed_run_goes_on_from_its_failed_step_and_what_completed_stays()
    {
        var healthy = false;
        var run = Workflow.Host("""
            do:
              - all:
                  for: { each: n, in: '[1, 2, 3]' }
                  metadata: { agentbus: { maxConcurrency: 3 } }
                  do:
                    - work: { call: agent, with: { agent: worker, input: '${ $n }' } }
              - after: { call: agent, with: { agent: worker, input: 4 } }
            """).Agent("worker", call => call.Input.GetInt32() == 2 && !healthy
                ? AgentReply.Permanent("down").Taking(TimeSpan.FromMinutes(2))
                : AgentReply.Done(call.Input.GetInt32() * 10).Taking(TimeSpan.FromMinutes(call.Input.GetInt32() == 3 ? 5 : 1))).Run();
        run.Status.ShouldBe(RunStatus.Faulted);
        healthy = true;
        run.Retry(reason: "worker mended");

        run.Status.ShouldBe(RunStatus.Completed);
        run.Error.ShouldBeNull();
        run.Output.ShouldBeJson("40");
        run.Dispatched.Count(order => order.Input.GetInt32() == 1).ShouldBe(1, "what completed is not done again");
        run.Dispatched.Where(order => order.Input.GetInt32() == 2).Select(order => order.IdempotencyKey).ShouldBeUnique();
        run.Dispatched.Count(order => order.Input.GetInt32() == 3).ShouldBe(2, "it was cancelled by the failure beside it");
        run.History.Single(entry => entry.Type == "run.retried").Data.GetRawText().ShouldContain("worker mended");
    }

    [Fact]
    public void A_branch_that_completed_beside_the_failure_stays()
    {
        var healthy = false;
        var run = Workflow.Host("""
            do:
              - both:
                  fork:
                    branches:
                      - bad: { call: agent, with: { agent: bad } }
                      - good: { call: agent, with: { agent: good } }
            """).Agent("good", _ => AgentReply.Done("g")).Agent("bad", _ => healthy ? AgentReply.Done("b") : AgentReply.Permanent("no").Taking(TimeSpan.FromMinutes(1))).Run();
        run.Status.ShouldBe(RunStatus.Faulted);
        healthy = true;
        run.Retry();

        run.Output.ShouldBeJson("""["b", "g"]""");
        run.Dispatched.Count(order => order.Agent == "good").ShouldBe(1);
    }

    [Fact]
    public void After_a_compensation_a_retry_is_refused_with_what_to_do_instead()
    {
        var run = Workflow.Host("""
            do:
              - book:
                  call: agent
                  with: { agent: book }
                  metadata: { agentbus: { compensate: [ { undo: { set: { undone: true } } } ] } }
              - pay: { call: agent, with: { agent: pay } }
            """).Agent("book", _ => AgentReply.Done(1)).Agent("pay", _ => AgentReply.Permanent("no")).Run();
        run.Retry();

        run.Status.ShouldBe(RunStatus.Faulted);
        run.History[^1].Data.GetProperty("code").GetString().ShouldBe("compensated");
        run.History[^1].Data.GetProperty("refused").GetString().ShouldNotBeNull().ShouldContain("new run");
    }

    [Fact]
    public void A_failed_compensation_is_tried_again_under_a_new_key()
    {
        var healthy = false;
        var run = Workflow.Host("""
            do:
              - book:
                  call: agent
                  with: { agent: book }
                  metadata: { agentbus: { compensate: [ { undo: { call: agent, with: { agent: undo } } } ] } }
              - pay: { call: agent, with: { agent: pay } }
            """).Agent("book", _ => AgentReply.Done(1)).Agent("pay", _ => AgentReply.Permanent("no"))
            .Agent("undo", _ => healthy ? AgentReply.Done(null) : AgentReply.Permanent("closed")).Run();
        run.Status.ShouldBe(RunStatus.Compensating);
        healthy = true;
        run.Retry("/do/0/book#1");

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Step("book").Status.ShouldBe(StepStatus.Compensated);
        run.Dispatched.Where(order => order.Agent == "undo").Select(order => order.IdempotencyKey).ShouldBeUnique();
    }

    [Fact]
    public void A_restart_goes_on_from_a_task_with_the_input_and_context_it_had()
    {
        var calls = 0;
        var run = Workflow.Host("""
            do:
              - first: { set: { n: 1 }, export: { as: '${ {from: "first"} }' } }
              - second: { call: agent, with: { agent: worker, input: '${ {n: .n, context: $context} }' }, export: { as: '${ {from: "second"} }' } }
              - third: { set: '${ {got: ., context: $context} }' }
            """).Agent("worker", call => AgentReply.Done(new { call = ++calls, input = call.Input })).Run();
        run.Output!.Value.GetProperty("got").GetProperty("call").GetInt32().ShouldBe(1);
        run.Restart("/do/1/second", reason: "new data");

        run.Status.ShouldBe(RunStatus.Completed);
        run.Output.ShouldBeJson("""{ "got": { "call": 2, "input": { "n": 1, "context": { "from": "first" } } }, "context": { "from": "second" } }""");
        run.Dispatched.Select(order => order.IdempotencyKey).ShouldBeUnique();
    }

    [Fact]
    public void A_cancel_that_comes_again_after_a_restart_does_nothing()
    {
        var driver = new Driver(Workflow.Host("""
            do:
              - work: { call: agent, with: { agent: worker } }
            """).Definition, Workflow.Json("{}"));
        var origin = driver.Handle(new RunEvent.Started()).Effects.OfType<Effect.Record>().Single(entry => entry.Type == "step.started").Data;
        var cancel = new RunEvent.CancelRequested(Guid.NewGuid(), "tester");
        driver.Handle(cancel);
        driver.State.Status.ShouldBe(RunStatus.Cancelled);
        driver.Handle(new RunEvent.RestartRequested(Guid.NewGuid(), "tester", "/do/0/work#1", origin));
        driver.Handle(cancel);

        driver.State.IsOver.ShouldBeFalse();
        driver.Handle(new RunEvent.CancelRequested(Guid.NewGuid(), "tester"));
        driver.State.Status.ShouldBe(RunStatus.Cancelled);
    }

    [Fact]
    public void A_restart_kept_by_a_pause_does_not_open_the_run_that_was_cancelled_meanwhile()
    {
        var driver = new Driver(Workflow.Host("""
            do:
              - work: { call: agent, with: { agent: worker } }
            """).Definition, Workflow.Json("{}"));
        var origin = driver.Handle(new RunEvent.Started()).Effects.OfType<Effect.Record>().Single(entry => entry.Type == "step.started").Data;
        var restart = new RunEvent.RestartRequested(Guid.NewGuid(), "tester", "/do/0/work#1", origin);
        driver.Handle(new RunEvent.PauseRequested(Guid.NewGuid(), "tester"));
        driver.Handle(restart);
        driver.Handle(new RunEvent.CancelRequested(Guid.NewGuid(), "tester"))
            .Effects.OfType<Effect.Record>().ShouldContain(entry => entry.Type == "control.refused");
        driver.Handle(restart);

        driver.State.Status.ShouldBe(RunStatus.Cancelled);
    }

    [Fact]
    public void A_restart_inside_a_loop_that_is_over_names_the_nearest_task_that_can()
    {
        var run = Workflow.Host("""
            do:
              - all: { for: { each: n, in: '[1]' }, do: [ { one: { set: { x: 1 } } } ] }
              - wait: { wait: { days: 1 } }
            """).Start();
        run.Restart("/do/0/all/do/0/one");

        var refused = run.History.Single(entry => entry.Type == "control.refused").Data;
        refused.GetProperty("code").GetString().ShouldBe("restart-elsewhere");
        refused.GetProperty("refused").GetString().ShouldNotBeNull().ShouldContain("'/do/0/all'");
    }

    [Fact]
    public void A_step_completed_by_hand_must_fit_its_schema()
    {
        var run = Workflow.Host("""
            do:
              - work: { call: agent, with: { agent: silent, outputSchema: { type: object, required: [ok] } } }
            """).Agent("silent", _ => AgentReply.Silence()).Start();
        run.Complete("/do/0/work", new { bad = 1 });
        run.History[^1].Data.GetProperty("code").GetString().ShouldBe("output-invalid");
        run.Complete("/do/0/work", new { ok = true }, reason: "on paper");

        run.Output.ShouldBeJson("""{ "ok": true }""");
        run.Step("work").Reason.ShouldNotBeNull().ShouldContain("on paper");
    }

    [Fact]
    public void A_skipped_step_hands_its_input_on()
    {
        var run = Workflow.Host("""
            do:
              - before: { set: { n: 5 } }
              - work: { call: agent, with: { agent: silent } }
            """).Agent("silent", _ => AgentReply.Silence()).Start();
        run.SkipStep("/do/1/work#1");

        run.Output.ShouldBeJson("""{ "n": 5 }""");
        run.Step("work").Status.ShouldBe(StepStatus.Skipped);
    }

    [Fact]
    public void What_succeeds_after_it_lost_a_race_is_undone_before_the_run_ends()
    {
        var undone = new List<string>();
        var run = Workflow.Host("""
            do:
              - race:
                  fork:
                    compete: true
                    branches:
                      - fast: { call: agent, with: { agent: fast } }
                      - slow:
                          call: agent
                          with: { agent: slow }
                          metadata: { agentbus: { compensate: [ { undo: { call: agent, with: { agent: undo, input: '${ . }' } } } ] } }
            """).Agent("fast", _ => AgentReply.Done("fast")).Agent("slow", _ => AgentReply.Done("slow").Taking(TimeSpan.FromMinutes(5)))
            .Agent("undo", call =>
            {
                undone.Add(call.Input.GetString()!);
                return AgentReply.Done(null);
            }).Start();
        run.Status.ShouldBe(RunStatus.Compensating, "the slow one may yet succeed");
        run.Continue();

        run.Status.ShouldBe(RunStatus.Completed);
        run.Output.ShouldBeJson("\"fast\"");
        undone.ShouldBe(["slow"]);
    }

    [Fact]
    public void A_late_attempt_is_awaited_for_an_hour_at_most()
    {
        var run = Workflow.Host("""
            do:
              - work:
                  call: agent
                  with: { agent: silent }
                  metadata: { agentbus: { compensate: [ { undo: { set: { undone: true } } } ] } }
            """).Agent("silent", _ => AgentReply.Silence()).Start();
        run.Cancel();

        run.Status.ShouldBe(RunStatus.Cancelled);
        (run.Now - new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero)).ShouldBe(TimeSpan.FromHours(1));
    }
}

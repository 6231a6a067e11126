using System.Text.Json.Serialization;
using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution.Operators;

public sealed class PauseTests
{
    private const string TwoSteps = """
        do:
          - first: { call: agent, with: { agent: first } }
          - second: { call: agent, with: { agent: second } }
        """;

    [Fact]
    public void A_paused_run_sends_nothing_new_and_keeps_the_results_that_come()
    {
        var run = Host(TwoSteps).Start();
        run.Pause(reason: "the index is being rebuilt");
        run.Continue();

        run.Status.ShouldBe(RunStatus.Paused);
        run.Dispatched.Count.ShouldBe(1);
        run.Step("first").Reason.ShouldNotBeNull().ShouldContain("kept");
        run.History.Single(entry => entry.Type == "run.paused").Data.GetRawText().ShouldContain("rebuilt");

        run.Resume();
        run.Status.ShouldBe(RunStatus.Completed);
        run.Dispatched.Count.ShouldBe(2, "what was done is not done again");
    }

    [Fact]
    public void Two_workers_that_settle_the_same_attempt_while_the_run_is_paused_count_once()
    {
        var run = Host(TwoSteps).Agent("first", _ => AgentReply.Silence()).Start();
        run.Pause();
        var settled = new RunEvent.AttemptSettled("/do/0/first#1", 1, new AttemptOutcome(OutcomeKind.Done, Workflow.Json("7"), CostUsd: 2, Worker: "one"));
        run.Handle(settled).Effects.ShouldNotBeEmpty();
        run.Handle(settled with { Outcome = settled.Outcome with { Worker = "another" } }).Effects.ShouldBeEmpty();
        run.Resume();

        run.Step("first").CostUsd.ShouldBe(2);
        run.History.ShouldNotContain(entry => entry.Type == "attempt.superseded");
    }

    [Fact]
    public void A_result_that_came_while_paused_is_kept_once_however_often_it_comes()
    {
        var run = Host(TwoSteps).Agent("first", _ => AgentReply.Silence()).Start();
        run.Pause();
        var settled = new RunEvent.AttemptSettled("/do/0/first#1", 1, new AttemptOutcome(OutcomeKind.Done, Workflow.Json("7"), CostUsd: 2));
        run.Handle(settled).Effects.ShouldNotBeEmpty();
        run.Handle(settled).Effects.ShouldBeEmpty();
        run.Resume();

        run.Status.ShouldBe(RunStatus.Completed);
        run.Step("first").CostUsd.ShouldBe(2);
    }

    [Fact]
    public void Timers_that_come_due_act_when_the_run_is_resumed()
    {
        var run = Workflow.Host("""
            do:
              - nap: { wait: { minutes: 5 } }
              - work: { call: agent, with: { agent: any } }
            """).Agent("any", _ => AgentReply.Done(1)).Start();
        run.Pause();
        run.Skip(TimeSpan.FromHours(1));
        run.Dispatched.ShouldBeEmpty();
        run.Resume();

        run.Status.ShouldBe(RunStatus.Completed);
        run.Now.ShouldBe(new DateTimeOffset(2030, 1, 1, 1, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_deadline_that_passes_while_paused_counts_at_resume_unless_the_result_is_there()
    {
        const string Body = """
            do:
              - work: { call: agent, with: { agent: slow }, timeout: { after: { minutes: 1 } } }
            """;
        var late = Workflow.Host(Body).Agent("slow", _ => AgentReply.Silence()).Start();
        late.Pause();
        late.Skip(TimeSpan.FromHours(1));
        late.Status.ShouldBe(RunStatus.Paused);
        late.Resume();
        late.Status.ShouldBe(RunStatus.Faulted);

        var done = Workflow.Host(Body).Agent("slow", _ => AgentReply.Done("here").Taking(TimeSpan.FromMinutes(30))).Start();
        done.Pause();
        done.Skip(TimeSpan.FromHours(1));
        done.Resume();
        done.Status.ShouldBe(RunStatus.Completed, "the result came before anybody acted on the deadline");
    }

    [Fact]
    public void An_approval_decided_while_paused_holds_until_resume()
    {
        var run = Workflow.Host("""
            do:
              - ask: { call: approval, with: { title: Well? } }
              - work: { call: agent, with: { agent: any } }
            """).Agent("any", _ => AgentReply.Done(1)).Start();
        run.Pause();
        run.Decide(approved: true);
        run.Dispatched.ShouldBeEmpty();
        run.Resume();

        run.Status.ShouldBe(RunStatus.Completed);
        run.Step("ask").Reason.ShouldNotBeNull().ShouldContain("approved by tester");
    }

    [Fact]
    public void A_run_paused_before_it_began_begins_when_resumed()
    {
        var driver = Driving(TwoSteps);
        driver.Handle(new RunEvent.PauseRequested(Guid.NewGuid(), "me"));
        driver.Handle(new RunEvent.Started());
        driver.State.Status.ShouldBe(RunStatus.Paused);
        driver.Orders.ShouldBeEmpty();
        driver.Handle(new RunEvent.ResumeRequested(Guid.NewGuid(), "me"));
        driver.Orders.Count.ShouldBe(1);
        driver.State.Status.ShouldBe(RunStatus.Running);
    }

    [Fact]
    public void A_command_that_comes_again_is_carried_out_once()
    {
        var driver = Driving(TwoSteps);
        driver.Handle(new RunEvent.Started());
        var pause = new RunEvent.PauseRequested(Guid.NewGuid(), "me");
        driver.Handle(pause);
        driver.Handle(new RunEvent.ResumeRequested(Guid.NewGuid(), "me"));
        driver.Handle(pause).Effects.ShouldBeEmpty();
        driver.State.Status.ShouldBe(RunStatus.Running);
    }

    [Fact]
    public void A_command_that_makes_no_sense_is_refused_in_the_history_with_the_reason()
    {
        var run = Host(TwoSteps).Start();
        run.Handle(new RunEvent.ResumeRequested(Guid.NewGuid(), "me", "why not"));

        var refused = run.History[^1];
        refused.Type.ShouldBe("control.refused");
        refused.Data.GetProperty("command").GetString().ShouldBe("resume");
        refused.Data.GetProperty("code").GetString().ShouldBe("not-paused");
        refused.Data.GetProperty("by").GetString().ShouldBe("me");
    }

    [Fact]
    public void Resume_goes_on_with_steps_that_were_parked()
    {
        var healthy = false;
        var run = Workflow.Host("""
            do:
              - work:
                  call: agent
                  with: { agent: flaky }
                  metadata: { agentbus: { onExhausted: pause } }
            """).Agent("flaky", _ => healthy ? AgentReply.Done("ok") : AgentReply.Permanent("down")).Run();
        run.Status.ShouldBe(RunStatus.Paused);
        healthy = true;
        run.Resume();

        run.Status.ShouldBe(RunStatus.Completed);
        run.Approvals.ShouldBeEmpty();
        run.Dispatched.Select(order => order.IdempotencyKey).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_paused_run_can_be_cancelled_and_what_came_meanwhile_is_undone()
    {
        var undone = new List<string>();
        var run = Workflow.Host("""
            do:
              - book:
                  call: agent
                  with: { agent: book }
                  metadata: { agentbus: { compensate: [ { undo: { call: agent, with: { agent: cancel, input: '${ . }' } } } ] } }
            """).Agent("book", _ => AgentReply.Done("room 7").Taking(TimeSpan.FromMinutes(1)))
            .Agent("cancel", call =>
            {
                undone.Add(call.Input.GetString()!);
                return AgentReply.Done(null);
            }).Start();
        run.Pause();
        run.Skip(TimeSpan.FromMinutes(2));
        run.Cancel();

        run.Status.ShouldBe(RunStatus.Cancelled);
        undone.ShouldBe(["room 7"]);
    }

    [Fact]
    public void Every_event_can_be_kept()
    {
        var kinds = typeof(RunEvent).GetNestedTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(RunEvent)));
        var known = typeof(RunEvent).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false).Cast<JsonDerivedTypeAttribute>().Select(attribute => attribute.DerivedType);
        kinds.Except(known).ShouldBeEmpty("each kind of event needs its JsonDerivedType line");
    }

    private static WorkflowTestHost Host(string body) => Workflow.Host(body)
        .Agent("first", _ => AgentReply.Done("1").Taking(TimeSpan.FromMinutes(1))).Agent("second", _ => AgentReply.Done("2"));

    private static Driver Driving(string body) => new(Workflow.Host(body).Definition, Workflow.Json("{}"));
}

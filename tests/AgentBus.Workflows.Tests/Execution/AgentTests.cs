using AgentBus.Testing;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

public sealed class AgentTests
{
    private const string One = """
        do:
          - work:
              call: agent
              with: { agent: first, input: { n: '${ .n }' } }
        """;

    private const string Many = """
        do:
          - work:
              call: agent
              with: { agent: first, candidates: [second], fallback: last, input: '${ . }' }
        """;

    [Fact]
    public void An_agent_gets_its_input_and_the_key_of_its_step()
    {
        var run = Workflow.Host(One).Agent("first", call => AgentReply.Done(new { got = call.Input }).Costing(0.25m, 100)).Run(new { n = 7 });

        run.Output.ShouldBeJson("""{ "got": { "n": 7 } }""");
        run.Dispatched.Single().IdempotencyKey.ShouldBe($"{run.State.Run:N}:/do/0/work#1");
        run.Step("work").CostUsd.ShouldBe(0.25m);
        run.Step("work").Tokens.ShouldBe(100);
        run.HistoryOf("work").ShouldBe(["step.started", "attempt.dispatched", "attempt.finished", "step.completed"]);
    }

    [Fact]
    public void Outside_a_try_a_transient_failure_is_tried_five_times_under_one_key()
    {
        var run = Workflow.Host(One).Agent("first", _ => AgentReply.Transient("busy", "overloaded").Costing(0.1m)).Run();

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Dispatched.Select(order => order.Attempt).ShouldBe([1, 2, 3, 4, 5]);
        run.Dispatched.Select(order => order.IdempotencyKey).Distinct().Count().ShouldBe(1);
        run.Step("work").CostUsd.ShouldBe(0.5m);
        run.Error.Text("code").ShouldBe("overloaded");
        run.Error.Text("agent").ShouldBe("first");
        run.History.Count(entry => entry.Type == "retry.scheduled").ShouldBe(4);
    }

    [Fact]
    public void A_step_that_waits_to_be_tried_again_says_why_and_the_run_waits()
    {
        var run = Workflow.Host(One).Agent("first", _ => AgentReply.Transient("busy")).Start();

        run.Status.ShouldBe(RunStatus.Waiting);
        run.Step("work").Status.ShouldBe(StepStatus.Waiting);
        run.Step("work").Reason.ShouldNotBeNull().ShouldMatch(@"^attempt 2 of 5 in [\d.]+ s: busy$");
    }

    [Fact]
    public void A_rate_limit_waits_for_its_reset_and_counts_no_attempt()
    {
        var limited = 0;
        var host = Workflow.Host(One).Agent("first", _ => limited++ < 20 ? AgentReply.RateLimited(TimeSpan.FromMinutes(1)) : AgentReply.Done(1));
        var run = host.Run();

        run.Status.ShouldBe(RunStatus.Completed);
        (run.Now - host.StartsAt).ShouldBeInRange(TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(22));
    }

    [Fact]
    public void Candidates_are_asked_in_order_then_the_fallback()
    {
        var host = Workflow.Host(Many)
            .Agent("first", _ => AgentReply.Refused("not this"))
            .Agent("second", _ => AgentReply.Permanent("cannot"))
            .Agent("last", call => AgentReply.Done("by the last"));
        var run = host.Run();

        run.Output.ShouldBeJson("\"by the last\"");
        run.Dispatched.Select(order => order.Agent).ShouldBe(["first", "second", "last"]);
        run.Step("work").Agent.ShouldBe("last");
        run.History.Where(entry => entry.Type == "agent.switched").Select(entry => entry.Data.GetProperty("reason").GetString())
            .ShouldBe(["first: refused, so second is asked: not this", "second: a retry cannot help, so last is asked: cannot"]);
    }

    [Fact]
    public void An_output_that_is_not_accepted_goes_back_with_the_reason()
    {
        var host = Workflow.Host("""
            do:
              - work: { call: agent, with: { agent: first, accept: '.confidence > 0.5', outputSchema: { type: object, required: [confidence] } } }
            """);
        var feedback = new List<string?>();
        host.Agent("first", call =>
        {
            feedback.Add(call.Feedback);
            return AgentReply.Done(new { confidence = call.Attempt * 0.3 });
        });
        var run = host.Run();

        run.Output!.Value.GetProperty("confidence").GetDouble().ShouldBe(0.6, 0.001);
        feedback.ShouldBe([null, "invalid-output: The output was not accepted: .confidence > 0.5 is false."]);
    }

    [Fact]
    public void An_output_over_one_megabyte_is_refused_with_path_and_size()
    {
        var run = Workflow.Host(One).Agent("first", _ => AgentReply.Done(new string('x', 2 * 1024 * 1024))).Run();

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.Text("code").ShouldBe("invalid-output");
        run.Error.Text("detail").ShouldContain("/do/0/work is 2 MB");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_agent_may_ask_a_person_who_decides_whether_it_goes_on(bool approved)
    {
        var host = Workflow.Host(One).Agent("first", call => call.Feedback is null
            ? AgentReply.AskHuman("Delete everything?")
            : AgentReply.Done(call.Feedback));
        var run = host.Run();

        run.Status.ShouldBe(RunStatus.Waiting);
        run.Approvals.Single().Title.ShouldBe("Delete everything?");
        run.Step("work").Reason.ShouldBe("waiting for a person: Delete everything?");
        run.Decide(approved, "Ada", "be careful");

        if (approved)
        {
            run.Output.ShouldBeJson("\"Ada answered: be careful\"");
        }
        else
        {
            run.Error.Text("detail").ShouldBe("denied by Ada: be careful");
        }
    }

    [Fact]
    public void A_repeated_answer_to_the_first_question_does_not_answer_the_second()
    {
        var run = Workflow.Host(One).Agent("first", call => AgentReply.AskHuman($"question {call.Attempt}")).Run();
        var first = run.Approvals.Single();
        run.Decide(true);

        run.Handle(new RunEvent.ApprovalDecided(first.Step, true, "tester", null, null)).Effects.ShouldBeEmpty();
        run.Approvals.Single().Title.ShouldBe("question 2");
    }

    [Fact]
    public void A_lost_lease_sends_the_next_attempt_and_the_lost_one_may_still_win()
    {
        var host = Workflow.Host(One).Agent("first", call => call.Attempt == 1 ? AgentReply.Dies() : AgentReply.Silence());
        var run = host.Run();
        run.Dispatched.Count.ShouldBe(2);

        run.Handle(new RunEvent.AttemptSettled("/do/0/work#1", 1, new AttemptOutcome(OutcomeKind.Done, Workflow.Json("\"alive\""))));

        run.Output.ShouldBeJson("\"alive\"");
    }

    [Fact]
    public void A_failure_of_an_earlier_attempt_is_noted_but_the_current_one_goes_on()
    {
        var run = Workflow.Host(One).Agent("first", call => call.Attempt == 1 ? AgentReply.Dies() : AgentReply.Silence()).Run();

        var decision = run.Handle(new RunEvent.AttemptSettled("/do/0/work#1", 1, new AttemptOutcome(OutcomeKind.Permanent, Message: "no", CostUsd: 1)));

        decision.Effects.OfType<Effect.Record>().Single().Type.ShouldBe("attempt.failed");
        run.Status.ShouldBe(RunStatus.Running);
    }

    [Fact]
    public void A_step_that_kills_its_workers_ends()
    {
        var run = Workflow.Host(One).Agent("first", _ => AgentReply.Dies()).Run();

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.Text("code").ShouldBe("lease-lost");
        run.Dispatched.Count.ShouldBeInRange(6, 12);
    }

    [Fact]
    public void Degrade_completes_with_the_error_and_says_so()
    {
        var run = Workflow.Host(One + "\n      metadata: { agentbus: { onExhausted: degrade } }").Agent("first", _ => AgentReply.Permanent("no", "gone")).Run();

        run.Status.ShouldBe(RunStatus.Completed);
        run.Output!.Value.GetProperty("code").GetString().ShouldBe("gone");
        run.Step("work").Reason.ShouldNotBeNull().ShouldStartWith("degraded: ");
    }

    [Theory]
    [InlineData("approve", RunStatus.Waiting)]
    [InlineData("pause", RunStatus.Paused)]
    [InlineData("deadLetter", RunStatus.Paused)]
    public void When_all_is_used_up_a_person_may_send_it_again(string onExhausted, RunStatus status)
    {
        var broken = true;
        var run = Workflow.Host($"{One}\n      metadata: {{ agentbus: {{ onExhausted: {onExhausted} }} }}")
            .Agent("first", _ => broken ? AgentReply.Permanent("no") : AgentReply.Done("mended")).Run();

        run.Status.ShouldBe(status);
        broken = false;
        run.Decide(true);
        run.Output.ShouldBeJson("\"mended\"");
    }

    [Fact]
    public void Attempts_carry_the_nearest_deadline_and_the_objective()
    {
        var host = Workflow.Host("""
            timeout: { after: { hours: 1 } }
            do:
              - work: { call: agent, with: { agent: first, objective: cost, maxCostUsd: 2, models: { dataPolicy: local-only } }, timeout: { after: { minutes: 5 } } }
            """).Agent("first", _ => AgentReply.Done(1));
        var order = host.Run().Dispatched.Single();

        order.Deadline.ShouldBe(host.StartsAt + TimeSpan.FromMinutes(5));
        order.Objective.ShouldBe("cost");
        order.MaxCostUsd.ShouldBe(2);
        order.Models.ShouldBe(new ModelWishes(false, null, "local-only"));
    }

    [Theory]
    [InlineData("", "", "normal")]
    [InlineData("metadata: { agentbus: { priority: low } }", "", "low")]
    [InlineData("metadata: { agentbus: { priority: low } }", ", priority: high", "high")]
    [InlineData("metadata: { agentbus: { priority: high } }", ", priority: normal", "normal")]
    public void An_attempt_has_the_priority_of_its_task_else_of_its_document(string document, string task, string priority) =>
        Workflow.Host($$"""
              {{document}}
            do:
              - work: { call: agent, with: { agent: first{{task}} } }
            """).Agent("first", _ => AgentReply.Done(1)).Run().Dispatched.Single().Priority.ShouldBe(priority);
}

using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

public sealed class EndingTests
{
    private const string Trip = """
        do:
          - flight:
              call: agent
              with: { agent: book, input: { what: flight } }
              metadata:
                agentbus:
                  compensate:
                    - cancelFlight: { call: agent, with: { agent: cancel, input: { booking: '${ . }' } } }
          - rooms:
              for: { each: city, in: '["Rome", "Oslo"]' }
              do:
                - room:
                    call: agent
                    with: { agent: book, input: { what: '${ $city }' } }
                    metadata:
                      agentbus:
                        compensate:
                          - cancelRoom: { call: agent, with: { agent: cancel, input: { booking: '${ . }', city: '${ $city }' } } }
          - pay: { call: agent, with: { agent: pay } }
        """;

    [Fact]
    public void A_run_that_fails_undoes_its_completed_steps_in_reverse()
    {
        var cancelled = new List<string>();
        var run = Trips(cancelled).Agent("pay", _ => AgentReply.Permanent("card declined")).Run();

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.Text("detail").ShouldBe("card declined");
        cancelled.ShouldBe([
            """{"booking":{"booked":"Oslo"},"city":"Oslo"}""",
            """{"booking":{"booked":"Rome"},"city":"Rome"}""",
            """{"booking":{"booked":"flight"}}"""]);
        run.Steps.Count(step => step.Status == StepStatus.Compensated).ShouldBe(3);
        run.Step("flight").Status.ShouldBe(StepStatus.Compensated);
    }

    [Fact]
    public void A_run_is_compensating_until_all_is_undone()
    {
        var host = Trips([]).Agent("pay", _ => AgentReply.Permanent("no"))
            .Agent("cancel", _ => AgentReply.Done(null).Taking(TimeSpan.FromMinutes(1)));
        var run = host.Start();
        run.Skip(TimeSpan.FromSeconds(90));

        run.Status.ShouldBe(RunStatus.Compensating);
        run.Continue();
        run.Status.ShouldBe(RunStatus.Faulted);
        (run.Now - host.StartsAt).ShouldBe(TimeSpan.FromMinutes(3));
    }

    [Fact]
    public void In_parallel_order_all_are_undone_at_once()
    {
        var host = WorkflowTestHost.FromYaml($$"""
            document:
              dsl: '1.0.3'
              namespace: tests
              name: example
              version: '1.0.0'
              metadata: { agentbus: { compensation: { order: parallel } } }
            {{Trip}}
            """);
        host.Agent("book", Book).Agent("pay", _ => AgentReply.Permanent("no")).Agent("cancel", _ => AgentReply.Done(null).Taking(TimeSpan.FromMinutes(1)));
        var run = host.Run();

        run.Steps.Count(step => step.Status == StepStatus.Compensated).ShouldBe(3);
        (run.Now - host.StartsAt).ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_compensation_that_fails_waits_for_an_operator_and_the_others_go_on()
    {
        var host = Trips([]).Agent("pay", _ => AgentReply.Permanent("no"))
            .Agent("cancel", call => call.Input.TryGetProperty("city", out _) ? AgentReply.Permanent("hotel closed") : AgentReply.Done(null));
        var run = host.Run();

        run.Status.ShouldBe(RunStatus.Compensating);
        run.Error.Text("detail").ShouldBe("no");
        run.History.Count(entry => entry.Type == "compensation.failed").ShouldBe(2);
        run.Step("flight").Status.ShouldBe(StepStatus.Compensated);
        var room = run.Steps.Single(step => step.Step == "/do/1/rooms/do/0/room[1]#1");
        room.Status.ShouldBe(StepStatus.Waiting);
        room.Reason.ShouldNotBeNull().ShouldContain("hotel closed");
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 0)]
    public void A_cancelled_run_undoes_what_was_done_if_asked_to(bool compensate, int undone)
    {
        var run = Trips([]).Agent("pay", _ => AgentReply.Silence()).Run();
        run.Cancel(compensate, reason: "changed my mind");

        run.Status.ShouldBe(RunStatus.Cancelled);
        run.Step("pay").Status.ShouldBe(StepStatus.Cancelled);
        run.Steps.Count(step => step.Status == StepStatus.Compensated).ShouldBe(undone);
        run.Error.ShouldBeNull();
    }

    [Fact]
    public void Cancelling_takes_back_timers_and_questions()
    {
        var run = Workflow.Host("""
            do:
              - all:
                  fork:
                    branches:
                      - pause: { wait: { days: 1 } }
                      - ask: { call: approval, with: { title: Well?, dueIn: { hours: 1 } } }
                      - retry: { call: agent, with: { agent: flaky } }
                  timeout: { after: { days: 2 } }
            """).Agent("flaky", _ => AgentReply.Transient("busy")).Start();
        run.Approvals.Count.ShouldBe(1);
        run.Cancel();

        run.Status.ShouldBe(RunStatus.Cancelled);
        run.Approvals.ShouldBeEmpty();
        run.Skip(TimeSpan.FromDays(3));
        run.History[^1].Type.ShouldBe("run.cancelled");
    }

    [Fact]
    public void A_step_over_its_time_fails_and_what_is_inside_is_cancelled()
    {
        var host = Workflow.Host("""
            do:
              - guard:
                  try:
                    - slow:
                        do:
                          - work: { call: agent, with: { agent: slow } }
                        timeout: { after: { minutes: 1 } }
                  catch:
                    errors: { with: { status: 408 } }
                    do:
                      - report: { set: { late: '${ $error.instance }' } }
            """).Agent("slow", _ => AgentReply.Done(1).Taking(TimeSpan.FromHours(1)));
        var run = host.Run();

        run.Output.ShouldBeJson("""{ "late": "/do/0/guard/try/0/slow" }""");
        run.Step("work").Status.ShouldBe(StepStatus.Cancelled);
    }

    [Fact]
    public void A_run_over_its_time_fails()
    {
        var run = Workflow.Host("""
            timeout: { after: { minutes: 1 } }
            do:
              - work: { call: agent, with: { agent: slow } }
            """).Agent("slow", _ => AgentReply.Done(1).Taking(TimeSpan.FromHours(1))).Run();

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.Text("title").ShouldBe("The run took too long");
    }

    private static WorkflowTestHost Trips(List<string> cancelled) => Workflow.Host(Trip).Agent("book", Book).Agent("cancel", call =>
    {
        cancelled.Add(call.Input.GetRawText());
        return AgentReply.Done(null);
    });

    private static AgentReply Book(AgentCall call) => AgentReply.Done(new { booked = call.Input.GetProperty("what").GetString() });

    [Fact]
    public void A_run_whose_compensations_all_fail_at_once_ends_when_each_is_skipped()
    {
        var host = WorkflowTestHost.FromYaml(
            """
            document: {dsl: '1.0.3', namespace: tests, name: example, version: '1.0.0', metadata: {agentbus: {compensation: {order: parallel}}}}
            do:
              - pay:
                  for: {in: '[1, 2, 3]'}
                  do: [{one: {set: {x: 1}, metadata: {agentbus: {compensate: [{undo: {raise: {error: {type: 'https://e.com/undo', status: 500}}}}]}}}}]
              - fail: {raise: {error: {type: 'https://e.com/e', status: 400}}}
            """);

        var run = host.Run();
        run.Status.ShouldBe(RunStatus.Compensating);
        foreach (var step in run.Steps.Where(step => step.Status == StepStatus.Waiting).ToList())
        {
            run.SkipStep(step.Step, reason: "paid by hand");
        }

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Steps.Count(step => step.Reason?.Contains("paid by hand", StringComparison.Ordinal) == true).ShouldBe(3);
    }
}

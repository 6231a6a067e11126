using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

/// <summary>The time of a step is over while a worker is at it, and the worker's answer comes before the timer.</summary>
public class TimeoutTests
{
    private const string Around = """
        do:
          - around:
              timeout: { after: { seconds: 10 } }
              do:
                - inner: { do: [ { work: { call: agent, with: { agent: slow } } } ] }
        """;

    [Theory]
    [InlineData("deadline", 10.1)]
    [InlineData("deadline", 9.5)]
    [InlineData("http-request", 10)]
    public void An_attempt_that_fails_as_its_deadline_passes_is_the_timeout_of_the_task_that_has_it(string code, double seconds)
    {
        var run = Fail(Around, "/do/0/around/do/0/inner/do/0/work", code, seconds);

        run.State.Status.ShouldBe(RunStatus.Faulted);
        run.State.Error.Text("type").ShouldEndWith("/timeout");
        run.State.Error!.Value.GetProperty("status").GetInt32().ShouldBe(408);
        run.State.Error.Text("instance").ShouldBe("/do/0/around");
        run.Orders.Count.ShouldBe(1);
        run.Timers.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http-request", 9.5)]
    [InlineData("deadline", 3)]
    public void A_failure_before_the_deadline_is_tried_again(string code, double seconds)
    {
        var run = Fail(Around, "/do/0/around/do/0/inner/do/0/work", code, seconds);

        run.State.Status.ShouldNotBe(RunStatus.Faulted);
        run.Timers.ShouldContain(timer => timer.StartsWith("retry:"));
    }

    [Fact]
    public void It_is_caught_as_the_timeout_of_a_call()
    {
        var run = Fail(
            """
            do:
              - safe:
                  try: [ { ask: { call: http, with: { method: get, endpoint: 'https://x.example/' }, timeout: { after: { seconds: 10 } } } } ]
                  catch: { errors: { with: { type: 'https://serverlessworkflow.io/spec/1.0.0/errors/timeout', status: 408 } }, do: [ { say: { set: { late: true } } } ] }
            """,
            "/do/0/safe/try/0/ask", "deadline", 10);

        run.Output.ShouldBeJson("""{"late": true}""");
    }

    [Fact]
    public void The_time_of_the_whole_run_ends_the_run()
    {
        var run = Fail("timeout: { after: { seconds: 10 } }\ndo: [ { work: { call: agent, with: { agent: slow } } } ]", "/do/0/work", "deadline", 10);

        run.State.Status.ShouldBe(RunStatus.Faulted);
        run.State.Error.Text("instance").ShouldBe("/timeout");
    }

    private static Driver Fail(string body, string task, string code, double seconds)
    {
        var run = new Driver(Workflow.Host(body).Definition, Workflow.Json("{}"));
        run.Handle(new RunEvent.Started());
        run.Now += TimeSpan.FromSeconds(seconds);
        run.Handle(new RunEvent.AttemptSettled($"{task}#1", 1, new AttemptOutcome(OutcomeKind.Transient, Code: code, Message: "It took too long.")));
        return run;
    }
}

using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

public sealed class TryTests
{
    [Theory]
    [InlineData("https://serverlessworkflow.io/spec/1.0.0/errors/communication", true)]
    [InlineData("https://serverlessworkflow.io/dsl/errors/types/communication", true)]
    [InlineData("https://serverlessworkflow.io/dsl/errors/types/timeout", false)]
    public void A_type_is_caught_in_both_of_the_standards_spellings(string type, bool caught)
    {
        var host = Workflow.Host(
            """
            do:
              - t:
                  try: [{fail: {raise: {error: {type: 'https://serverlessworkflow.io/spec/1.0.0/errors/communication', status: 503}}}}]
                  catch: {errors: {with: {type: 'TYPE'}}}
            """.Replace("TYPE", type, StringComparison.Ordinal));

        host.Run().Status.ShouldBe(caught ? RunStatus.Completed : RunStatus.Faulted);
    }

    private const string Retried = """
        do:
          - guard:
              try:
                - prepare: { set: { prepared: true } }
                - work: { call: agent, with: { agent: worker, accept: .ok } }
              catch:
                errors: { with: { status: 503 } }
                as: problem
                retry:
                  delay: { seconds: 10 }
                  backoff: { exponential: { multiplier: 3 } }
                  limit: { attempt: { count: 3 } }
                do:
                  - report: { set: { failed: '${ $problem.detail }' } }
        """;

    [Fact]
    public void The_whole_block_is_tried_again_with_growing_delays_and_new_steps()
    {
        var asked = new List<string>();
        var host = Workflow.Host(Retried).Agent("worker", call =>
        {
            asked.Add(call.Order.IdempotencyKey);
            return asked.Count < 3 ? AgentReply.Transient("busy") : AgentReply.Done(new { ok = true });
        });
        var run = host.Run();

        run.Status.ShouldBe(RunStatus.Completed);
        run.Steps.Select(step => step.Step).Where(step => step.Contains("prepare")).ShouldBe(
            ["/do/0/guard/try/0/prepare#1", "/do/0/guard/try/0/prepare#2", "/do/0/guard/try/0/prepare#3"]);
        asked.Distinct().Count().ShouldBe(3);
        (run.Now - host.StartsAt).ShouldBe(TimeSpan.FromSeconds(10 + 30));
        run.Step("guard").Attempt.ShouldBe(3);
        run.History.Where(entry => entry.Type == "retry.scheduled").Select(entry => entry.Data.GetProperty("reason").GetString()).First()
            .ShouldBe("attempt 2 of 3 in 10 s: The agent did not succeed: busy");
    }

    [Fact]
    public void When_retries_are_used_up_the_catch_handles_the_error()
    {
        var run = Workflow.Host(Retried).Agent("worker", _ => AgentReply.Transient("busy")).Run();

        run.Output.ShouldBeJson("""{ "failed": "busy" }""");
        run.Dispatched.Count.ShouldBe(3);
    }

    [Fact]
    public void An_error_the_catch_is_not_for_goes_on_up()
    {
        var run = Workflow.Host(Retried).Agent("worker", _ => AgentReply.Permanent("broken")).Run();

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.Text("detail").ShouldBe("broken");
        run.Dispatched.Count.ShouldBe(1);
    }

    [Fact]
    public void Why_an_output_was_rejected_is_told_to_the_next_try()
    {
        var host = Workflow.Host(Retried.Replace("status: 503", "status: 422"))
            .Agent("worker", call => AgentReply.Done(new { ok = call.Feedback is not null, call.Feedback }));
        var run = host.Run();

        run.Output!.Value.GetProperty("feedback").GetString().ShouldBe("The output was not accepted: .ok is false.");
    }

    [Fact]
    public void Catch_when_and_retry_when_decide_by_the_error()
    {
        var host = Workflow.Host("""
            do:
              - guard:
                  try:
                    - fail: { raise: { error: { type: 'https://example.com/e', status: 400, title: Bad, detail: '${ .why }' } } }
                  catch:
                    when: $error.detail != "fatal"
                    retry: { when: '$error.detail == "again"', delay: { seconds: 1 }, limit: { attempt: { count: 2 } } }
            """);

        host.Run(new { why = "fatal" }).Status.ShouldBe(RunStatus.Faulted);
        host.Run(new { why = "other" }).Step("guard").Attempt.ShouldBe(1);
        var again = host.Run(new { why = "again" });
        again.Step("guard").Attempt.ShouldBe(2);
        again.Output.ShouldBeJson("""{ "why": "again" }""");
    }

    [Fact]
    public void A_fault_inside_the_handler_is_not_caught_again()
    {
        var run = Workflow.Host("""
            do:
              - guard:
                  try:
                    - fail: { raise: { error: { type: 'https://example.com/e', status: 400, title: First } } }
                  catch:
                    do:
                      - worse: { raise: { error: { type: 'https://example.com/e', status: 500, title: Second } } }
            """).Run();

        run.Error.Text("title").ShouldBe("Second");
        run.Error.Text("instance").ShouldBe("/do/0/guard/catch/do/0/worse");
    }
}

using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

public class ComputedDurationTests
{
    [Theory]
    [InlineData("\"PT90S\"")]
    [InlineData("""{"minutes": 1, "seconds": 30}""")]
    public void A_wait_may_be_computed(string after)
    {
        var host = Workflow.Host("do: [{w: {wait: '${ .after }'}}]");
        var run = host.Run(Workflow.Json($$"""{"after": {{after}}}"""));
        (run.Now - host.StartsAt).ShouldBe(TimeSpan.FromSeconds(90));
    }

    [Theory]
    [InlineData("\"soon\"")]
    [InlineData("30")]
    [InlineData("""{"second": 1}""")]
    [InlineData("{}")]
    public void What_is_no_duration_is_an_expression_error(string after)
    {
        var error = Workflow.Host("do: [{w: {wait: '${ .after }'}}]").Run(Workflow.Json($$"""{"after": {{after}}}""")).Error;
        error.Text("detail").ShouldContain("/do/0/w/wait:  .after : a duration must be ISO 8601");
        error.Text("instance").ShouldBe("/do/0/w");
    }

    [Fact]
    public void Timeouts_of_task_and_run_may_be_computed()
    {
        var task = Workflow.Host("do: [{w: {wait: PT1H, timeout: {after: '${ .most }'}}}]");
        var run = task.Run(new { most = "PT2M" });
        run.Error.Text("type").ShouldEndWith("/timeout");
        (run.Now - task.StartsAt).ShouldBe(TimeSpan.FromMinutes(2));

        var whole = Workflow.Host("timeout: {after: '${ .most }'}\ndo: [{w: {wait: PT1H}}]");
        run = whole.Run(new { most = "PT3M" });
        run.Error.Text("detail").ShouldBe("It was to end within 3 min.");
        (run.Now - whole.StartsAt).ShouldBe(TimeSpan.FromMinutes(3));
    }

    [Fact]
    public void The_delay_of_a_retry_may_be_computed_from_the_error()
    {
        var host = Workflow.Host("""
            do:
              - guarded:
                  try: [{x: {raise: {error: {type: 'https://x/y', status: 500, detail: PT7S}}}}]
                  catch: {retry: {delay: '${ $error.detail }', limit: {attempt: {count: 3}}}}
            """);
        (host.Run().Now - host.StartsAt).ShouldBe(TimeSpan.FromSeconds(14));
    }
}

using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

public sealed class WaitEmitRaiseTests
{
    [Fact]
    public void A_wait_takes_its_time_and_hands_its_input_on()
    {
        var host = Workflow.Host("""
            do:
              - pause: { wait: { days: 3 } }
            """);
        var run = host.Start(new { n = 1 });
        run.Status.ShouldBe(RunStatus.Waiting);
        run.Step("pause").Reason.ShouldBe("until 2030-01-04 00:00:00 UTC");
        run.Skip(TimeSpan.FromDays(2.9));
        run.Status.ShouldBe(RunStatus.Waiting);
        run.Skip(TimeSpan.FromDays(0.2));

        run.Output.ShouldBeJson("""{ "n": 1 }""");
    }

    [Fact]
    public void An_emitted_event_is_complete_and_is_the_output()
    {
        var run = Workflow.Host("""
            do:
              - tell:
                  emit:
                    event:
                      with:
                        source: https://example.com/tests
                        type: com.example.told
                        subject: ${ .name }
                        data: { greeting: '${ "Hello " + .name }' }
            """).Run(new { name = "Ada" });

        var published = run.Published.Single();
        published.GetProperty("specversion").GetString().ShouldBe("1.0");
        published.GetProperty("type").GetString().ShouldBe("com.example.told");
        published.GetProperty("source").GetString().ShouldBe("https://example.com/tests");
        published.GetProperty("subject").GetString().ShouldBe("Ada");
        published.GetProperty("time").GetDateTimeOffset().ShouldBe(run.Now);
        published.GetProperty("datacontenttype").GetString().ShouldBe("application/json");
        published.GetProperty("id").GetGuid().ShouldNotBe(Guid.Empty);
        published.GetProperty("data").ShouldBeJson("""{ "greeting": "Hello Ada" }""");
        run.Output.ShouldBeJson(published.GetRawText());
    }

    [Fact]
    public void An_event_that_breaks_the_rules_of_events_is_not_published()
    {
        var run = Workflow.Host("""
            do:
              - tell: { emit: { event: { with: { source: '${ "a\u0000b" }', type: com.example.told } } } }
            """).Run();

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Published.ShouldBeEmpty();
        run.Error!.Value.GetProperty("detail").GetString().ShouldBe(
            "The event of /do/0/tell: /source: An attribute holds no control characters and no half of a character.");
    }

    [Fact]
    public void A_wait_longer_than_the_calendar_fails_with_its_expression()
    {
        var run = Workflow.Host("""
            do:
              - pause: { wait: '${ "P9999Y" }' }
            """).Run();

        run.Error!.Value.GetProperty("detail").GetString()!.ShouldContain("of 36500 days at most");
    }

    [Fact]
    public void Each_visit_and_item_publishes_under_an_id_of_its_own()
    {
        var run = Workflow.Host("""
            do:
              - all:
                  for: { each: n, in: '[1, 2, 3]' }
                  do:
                    - tell: { emit: { event: { with: { source: 'https://example.com', type: com.example.told } } } }
            """).Run();

        run.Published.Select(published => published.GetProperty("id").GetString()).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public void A_raised_error_is_the_runs_error_with_its_place()
    {
        var run = Workflow.Host("""
            do:
              - fail:
                  raise:
                    error: { type: 'https://example.com/errors/compliance', status: 400, title: Compliance Error }
            """).Run();

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.ShouldBeJson("""
            { "type": "https://example.com/errors/compliance", "status": 400, "title": "Compliance Error", "instance": "/do/0/fail" }
            """);
    }
}

using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

public sealed class ApprovalTests
{
    private const string Publish = """
        do:
          - ask:
              call: approval
              with:
                title: ${ "Publish " + .title + "?" }
                details: { title: '${ .title }' }
                groups: [editors]
                dueIn: { hours: 2 }
                onTimeout: approve
                form: { type: object, required: [stars] }
        """;

    [Fact]
    public void A_persons_answer_is_the_output_and_closes_the_question()
    {
        var run = Workflow.Host(Publish).Run(new { title = "Bees" });
        run.Status.ShouldBe(RunStatus.Completed, "time was skipped to the due time");

        run = Workflow.Host(Publish).Start(new { title = "Bees" });
        run.Status.ShouldBe(RunStatus.Waiting);
        run.Approvals.Single().Title.ShouldBe("Publish Bees?");
        run.Approvals.Single().DueAt.ShouldBe(run.Now + TimeSpan.FromHours(2));
        run.Decide(true, "Ada", "nice", new { stars = 5 });

        run.Output.ShouldBeJson("""{ "stars": 5 }""");
        run.Approvals.ShouldBeEmpty();
        run.Step("ask").Reason.ShouldBe("approved by Ada: nice");
    }

    [Fact]
    public void Without_a_form_the_output_says_who_what_and_why()
    {
        var run = Workflow.Host(Publish.Replace("form: { type: object, required: [stars] }", "")).Start(new { title = "Bees" });
        run.Decide(true, "Ada", "nice");

        run.Output.ShouldBeJson("""{ "approved": true, "by": "Ada", "comment": "nice" }""");
    }

    [Fact]
    public void An_operators_override_is_recorded_as_such()
    {
        var run = Workflow.Host(Publish).Start(new { title = "Bees" });
        run.Handle(new RunEvent.ApprovalDecided(run.Approvals.Single().Step, false, "root", null, null, Override: true));

        run.Step("ask").Reason.ShouldBe("denied by root (override)");
        run.History.Single(entry => entry.Type == "approval.decided").Data.GetProperty("override").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public void A_denial_is_an_answer_and_not_a_failure()
    {
        var run = Workflow.Host(Publish).Start(new { title = "Bees" });
        run.Decide(false, "Ada");

        run.Output.ShouldBeJson("""{ "approved": false, "by": "Ada" }""");
    }

    [Theory]
    [InlineData("approve", true)]
    [InlineData("deny", false)]
    public void Without_an_answer_in_time_the_default_decides(string onTimeout, bool approved)
    {
        var host = Workflow.Host(Publish.Replace("onTimeout: approve", $"onTimeout: {onTimeout}"));
        var run = host.Run(new { title = "Bees" });

        run.Output!.Value.GetProperty("approved").GetBoolean().ShouldBe(approved);
        (run.Now - host.StartsAt).ShouldBe(TimeSpan.FromHours(2));
        run.Approvals.ShouldBeEmpty();
    }

    [Fact]
    public void An_answer_that_does_not_fit_its_form_fails_the_step()
    {
        var run = Workflow.Host(Publish).Start(new { title = "Bees" });
        run.Decide(true, form: new { comment = "no stars" });

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.Text("type").ShouldEndWith("/validation");
    }
}

using AgentBus.Workflows.Execution;

namespace AgentBus.Testing.Tests;

public sealed class WorkflowTestHostTests
{
    private const string Header = """
        document: { dsl: '1.0.3', namespace: tests, name: review, version: '1.0.0' }

        """;

    private const string Review = Header + """
        do:
          - review: { call: agent, with: { agent: reviewer } }
          - sleep: { wait: { days: 30 } }
        """;

    [Fact]
    public void Days_pass_in_milliseconds()
    {
        var host = WorkflowTestHost.FromYaml(Review).Agent("reviewer", _ => AgentReply.Done(new { verdict = "good" }).Taking(TimeSpan.FromHours(5)));

        var run = host.Run();

        run.Status.ShouldBe(RunStatus.Completed);
        run.Now.ShouldBe(host.StartsAt + TimeSpan.FromDays(30) + TimeSpan.FromHours(5));
        run.Output!.Value.GetProperty("verdict").GetString().ShouldBe("good");
    }

    [Fact]
    public void Skip_lets_only_so_much_time_pass()
    {
        var run = WorkflowTestHost.FromYaml(Review).Agent("reviewer", _ => AgentReply.Done(1).Taking(TimeSpan.FromHours(5))).Start();
        run.Skip(TimeSpan.FromHours(4));
        run.Step("review").Status.ShouldBe(StepStatus.Running);
        run.Skip(TimeSpan.FromHours(2));
        run.Step("review").Status.ShouldBe(StepStatus.Completed);
        run.Status.ShouldBe(RunStatus.Waiting);
    }

    [Fact]
    public void An_agent_that_is_not_scripted_is_named_with_what_to_add() =>
        Should.Throw<InvalidOperationException>(() => WorkflowTestHost.FromYaml(Review).Start())
            .Message.ShouldContain("host.Agent(\"reviewer\"");

    [Fact]
    public void A_definition_with_problems_says_all_of_them_with_their_lines()
    {
        var message = Should.Throw<ArgumentException>(() => WorkflowTestHost.FromYaml(Header + """
            do:
              - one: { call: agent, with: {} }
              - two: { nothing: 1 }
            """)).Message;

        message.ShouldContain("line 3");
        message.ShouldContain("line 4");
    }

    [Fact]
    public void Open_questions_can_be_answered()
    {
        var run = WorkflowTestHost.FromYaml(Header + """
            do:
              - ask: { call: approval, with: { title: Well? } }
            """).Run();
        run.Approvals.Single().Title.ShouldBe("Well?");
        run.Decide(true, by: "Ada");

        run.Output!.Value.GetProperty("by").GetString().ShouldBe("Ada");
    }

    [Fact]
    public void Time_is_skipped_and_not_waited_for()
    {
        var run = WorkflowTestHost.FromYaml(Header + """
            do:
              - ask: { call: approval, with: { title: Publish?, dueIn: P2D } }
            """).Start();

        run.Skip(TimeSpan.FromHours(47));
        run.Status.ShouldBe(RunStatus.Waiting);

        run.Skip(TimeSpan.FromHours(1));
        run.Output!.Value.GetProperty("approved").GetBoolean().ShouldBeFalse();
    }
}

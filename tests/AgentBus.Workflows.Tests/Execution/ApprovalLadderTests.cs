using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

public sealed class ApprovalLadderTests
{
    private const string Sign = """
        do:
          - sign:
              call: approval
              with:
                title: Sign?
                assignees: [ann]
                dueIn: { hours: 2 }
                onTimeout: escalate
                default: approve
                escalate:
                  - { after: { hours: 1 }, to: [lead] }
                  - { after: { hours: 24 }, to: [boss, '${ .board }'] }
        """;

    private static readonly object Input = new { board = "board" };

    [Fact]
    public void Each_rung_asks_more_people_and_gives_the_due_time_anew()
    {
        var run = Workflow.Host(Sign).Start(Input);
        Asked(run).ShouldBe("ann / : 2 h");

        run.Skip(TimeSpan.FromHours(1));
        Asked(run).ShouldBe("ann lead / lead: 3 h", "the first rung has come by its own time");

        run.Skip(TimeSpan.FromHours(2));
        Asked(run).ShouldBe("ann lead boss board / lead boss board: 5 h", "nobody decided in time, so the second does not wait for its own");
        run.History.Where(entry => entry.Type == "approval.escalated").Select(entry => entry.Data.GetProperty("to").GetRawText())
            .ShouldBe(["""["lead"]""", """["boss","board"]"""]);

        run.Decide(false, "boss");
        run.Output.ShouldBeJson("""{ "approved": false, "by": "boss" }""");
        run.Now.ShouldBe(run.Started() + TimeSpan.FromHours(3), "no timer of the ladder is left");
    }

    [Fact]
    public void After_the_ladder_the_default_decides()
    {
        var run = Workflow.Host(Sign).Run(Input);

        run.Output.ShouldBeJson("""{ "approved": true, "by": "timeout", "comment": "Nobody decided within 5 h." }""");
        run.Approvals.ShouldBeEmpty();
    }

    [Fact]
    public void A_ladder_beside_a_plain_timeout_does_not_put_it_off()
    {
        var run = Workflow.Host(Sign.Replace("onTimeout: escalate", "onTimeout: deny").Replace("default: approve", "")).Run(Input);

        run.Output!.Value.GetProperty("approved").GetBoolean().ShouldBeFalse();
        (run.Now - run.Started()).ShouldBe(TimeSpan.FromHours(2));
        run.History.Count(entry => entry.Type == "approval.escalated").ShouldBe(1);
    }

    [Fact]
    public void A_question_to_anybody_stays_one()
    {
        var run = Workflow.Host(Sign.Replace("assignees: [ann]", "")).Start(Input);
        run.Skip(TimeSpan.FromHours(1));

        Asked(run).ShouldBe(" / : 3 h");
        run.Step("sign").Reason.ShouldBe("waiting for a person: escalated to lead");
    }

    [Fact]
    public void A_timer_of_an_earlier_rung_changes_nothing()
    {
        var run = Workflow.Host(Sign).Start(Input);
        run.Skip(TimeSpan.FromHours(1));
        var step = run.Approvals.Single().Step;

        run.Handle(new RunEvent.TimerElapsed($"due:1:{step}")).Effects.ShouldBeEmpty();
        run.Handle(new RunEvent.TimerElapsed($"escalate:1:{step}")).Effects.ShouldBeEmpty();
        run.Handle(new RunEvent.TimerElapsed($"due:2:{step}")).Effects.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("'${ .board }'", "board / : 2 h")]
    [InlineData("'${ [.board, \"eve\", .board] }'", "board eve / : 2 h")]
    [InlineData("'${ .nobody }'", " / : 2 h")]
    public void An_expression_may_make_the_names(string assignees, string asked) =>
        Asked(Workflow.Host(Sign.Replace("[ann]", assignees)).Start(Input)).ShouldBe(asked);

    [Theory]
    [InlineData("assignees: [ann]", "assignees: '${ 5 }'", "/do/0/sign/with/assignees")]
    [InlineData("'${ .board }'", "'${ .nobody }'", "/do/0/sign/with/escalate/1/to")]
    public void What_are_no_names_fails_the_step_when_it_asks_and_not_later(string from, string to, string path)
    {
        var run = Workflow.Host(Sign.Replace(from, to)).Start(Input);

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.Text("detail").ShouldStartWith(path);
        (run.Now - run.Started()).ShouldBe(TimeSpan.Zero);
    }

    private static string Asked(TestRun run)
    {
        var asked = run.Approvals.Single();
        return $"{string.Join(' ', asked.Assignees)} / {string.Join(' ', asked.Groups)}: {(asked.DueAt!.Value - run.Started()).TotalHours} h";
    }
}

file static class TestRunTimes
{
    public static DateTimeOffset Started(this TestRun run) => run.Step("sign").StartedAt;
}

using AgentBus.Gateway.Agents;
using AgentBus.Gateway.Runs;
using AgentBus.Storage.Approvals;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;

namespace AgentBus.Gateway.Tests.Runs;

public sealed class WaitingReasonsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly OpenRun Nothing = new(
        new RunView(Guid.NewGuid(), "default", "n", "a", "1.0.0", "Running", null, null, "me", Now.AddHours(-1), Now, null, 0, 0),
        [], [], [], new Dictionary<string, DateTimeOffset>(), new HashSet<string>(), [], []);

    [Fact]
    public void A_pending_run_waits_for_the_orchestrator() =>
        Why(Nothing with { Run = Nothing.Run with { Status = "Pending" } }).ShouldHaveSingleItem().Kind.ShouldBe("notStarted");

    [Fact]
    public void A_step_whose_agent_has_no_worker_waits_for_one_since_the_last_was_seen()
    {
        var why = Why(With(Step("agent", "gone"))).ShouldHaveSingleItem();
        (why.Kind, why.Agent, why.Since, why.Reason).ShouldBe(("noWorker", "gone", Now.AddMinutes(-20), "no worker of agent 'gone' is running"));
        Why(With(Step("agent", "misspelt"))).ShouldHaveSingleItem().ToDo.ShouldNotBeNull().ShouldContain("is the name right?");
    }

    [Fact]
    public void A_step_at_which_a_worker_is_at_work_waits_for_nothing()
    {
        var open = With(Step("agent", "live"));
        Why(open with { Leased = new HashSet<string> { "/do/0/x#1" } }).ShouldBeEmpty();
        Why(open).ShouldHaveSingleItem().Kind.ShouldBe("queued");
    }

    [Fact]
    public void An_attempt_in_backoff_goes_on_by_itself_at_its_time()
    {
        var open = With(Step("agent", "gone") with { Status = "Waiting", Attempt = 2, Reason = "retry in 3 s" });
        var why = Why(open with { Timers = new Dictionary<string, DateTimeOffset> { ["retry:2:/do/0/x#1"] = Now.AddSeconds(3) } }).ShouldHaveSingleItem();
        (why.Kind, why.Until, why.Reason).ShouldBe(("retry", Now.AddSeconds(3), "retry in 3 s"));
    }

    [Theory]
    [InlineData("approval", "/do/0/x#1")]
    [InlineData("agent", "/do/0/x#1~2")]
    public void A_question_says_who_may_answer_until_when(string kind, string asked)
    {
        var question = new ApprovalView(
            Guid.NewGuid(), "default", Nothing.Run.Id, asked, "/do/0/x", "Publish?", null, ["ann"], ["editors"], null, "open", Now.AddMinutes(-5), Now.AddHours(1),
            null, null, null);
        var why = Why(With(Step(kind, null) with { Status = "Waiting", Reason = "waiting" }) with { Approvals = [question] }).ShouldHaveSingleItem();
        (why.Kind, why.Approval, why.Since, why.Until).ShouldBe(("approval", question.Id, question.CreatedAt, question.DueAt));
        why.Reason.ShouldBe("Publish? Waiting for ann or members of editors.");
    }

    [Theory]
    [InlineData("wait", "timer")]
    [InlineData("listen", "event")]
    [InlineData("run", "childRun")]
    [InlineData("fork", "waiting")]
    public void Other_waiting_steps_give_their_own_reason(string kind, string told)
    {
        var why = Why(With(Step(kind, null) with { Status = "Waiting", Reason = "for rain" })).ShouldHaveSingleItem();
        (why.Kind, why.Reason).ShouldBe((told, "for rain"));
    }

    [Fact]
    public void A_message_that_was_given_up_is_told_with_what_brings_it_back()
    {
        var letter = new HeldLetter(Guid.NewGuid(), "agentbus.orchestrator", "TimerFired", "failed", "no such thing", Now.AddMinutes(-3));
        var why = Why(Nothing with { DeadLetters = [letter] }).ShouldHaveSingleItem();
        (why.Kind, why.Since, why.Reason).ShouldBe(
            ("deadLetter", letter.FailedAt, "a TimerFired for agentbus.orchestrator was given up (failed): no such thing"));
        why.ToDo.ShouldNotBeNull().ShouldContain($"agentbus dead-letters replay {letter.Id}");
    }

    [Fact]
    public void A_message_that_could_not_be_published_is_told_with_its_error() =>
        Why(Nothing with { Parked = [new ParkedMessage(Guid.NewGuid(), null, "DispatchAttempt", "agentbus.agent.a", Now, 10, "too large")] })
            .ShouldHaveSingleItem().Reason.ShouldBe("a DispatchAttempt for agentbus.agent.a could not be published in 10 tries: too large");

    [Theory]
    [InlineData("run.paused", "Paused", "paused", "paused by ops: night")]
    [InlineData("compensation.failed", "Compensating", "compensationFailed", "its compensation failed: no seat")]
    public void A_run_that_is_held_says_by_whom_and_why(string type, string status, string kind, string reason)
    {
        var entry = new HistoryEntry(3, Now, type, null, """{"by":"ops","reason":"night","error":{"detail":"no seat"}}""");
        var why = Why(Nothing with { Run = Nothing.Run with { Status = status }, Notes = [entry] }).ShouldHaveSingleItem();
        (why.Kind, why.Reason, why.Since).ShouldBe((kind, reason, Now));
    }

    [Fact]
    public void A_compensation_that_failed_is_told_once()
    {
        var step = Step("agent", "live") with { Status = "Waiting", Reason = "not compensated: no seat. Retry, complete or skip it." };
        var note = new HistoryEntry(3, Now, "compensation.failed", step.Step, """{"error":{"detail":"no seat"}}""");

        Why(With(step) with { Run = Nothing.Run with { Status = "Compensating" }, Notes = [note] }).ShouldHaveSingleItem().Kind.ShouldBe("compensationFailed");
    }

    [Fact]
    public void A_run_that_nothing_is_known_of_is_told_only_when_it_was_silent_for_long()
    {
        Why(Nothing).ShouldBeEmpty();
        Why(Nothing with { Run = Nothing.Run with { UpdatedAt = Now.AddMinutes(-11) } }).ShouldHaveSingleItem().Kind.ShouldBe("silent");
    }

    private static IReadOnlyList<WaitingFor> Why(OpenRun open) => WaitingReasons.Of(open, new AgentsSeen(
        new Dictionary<string, DateTimeOffset> { ["live"] = Now, ["gone"] = Now.AddMinutes(-20) }, Now.AddSeconds(-30)), Now);

    private static OpenRun With(StepRow step) => Nothing with { Steps = [step] };

    private static StepRow Step(string kind, string? agent) =>
        new("/do/0/x#1", "/do/0/x", "x", kind, "Running", 1, agent, null, Now.AddMinutes(-30), null, 0, 0, null);
}

using AgentBus.Gateway.Runs;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;

namespace AgentBus.Gateway.Tests.Runs;

public sealed class WaitingReasonsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_pending_run_waits_for_the_orchestrator() =>
        WaitingReasons.Of(Run("Pending"), [], new HashSet<string>()).ShouldHaveSingleItem().Reason.ShouldContain("orchestrator");

    [Fact]
    public void A_finished_run_waits_for_nothing() =>
        WaitingReasons.Of(Run("Completed", ended: true), [Step("Waiting", "agent", "a", null)], new HashSet<string>()).ShouldBeEmpty();

    [Fact]
    public void Only_open_steps_are_told_and_a_missing_agent_comes_before_the_steps_own_reason()
    {
        var reasons = WaitingReasons.Of(Run("Running"),
            [
                Step("Completed", "agent", "gone", "done"), Step("Running", "agent", "alive", "reading"), Step("Waiting", "agent", "gone", "retry in 3 s"),
                Step("Waiting", "approval", null, "waiting for a person: Publish?"),
            ],
            new HashSet<string> { "alive" });
        reasons.Select(r => r.Reason).ShouldBe(["no worker of agent 'gone' is running", "waiting for a person: Publish?"]);
    }

    private static RunView Run(string status, bool ended = false) =>
        new(Guid.NewGuid(), "default", "n", "a", "1.0.0", status, null, null, "me", Now, Now, ended ? Now : null, 0, 0);

    private static StepRow Step(string status, string kind, string? agent, string? reason) =>
        new("/do/0/x#1", "/do/0/x", "x", kind, status, 1, agent, null, Now, null, 0, 0, reason);
}

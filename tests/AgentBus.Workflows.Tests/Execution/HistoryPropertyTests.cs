using AgentBus.Histories;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

/// <summary>Random workflows under random histories; <c>make verify</c> plays five million.</summary>
public sealed class HistoryPropertyTests
{
    /// <summary>A failure says its seed, and the smallest definition and history that show it.</summary>
    [Fact]
    public void Every_history_ends_and_nothing_happens_twice_is_lost_or_left_open()
    {
        var campaign = new Campaign(first: 0, count: 20_000);

        campaign.Run();

        var (played, ends) = campaign.Progress;
        played.ShouldBe(20_000);
        new[] { RunStatus.Completed, RunStatus.Faulted, RunStatus.Cancelled }.ShouldAllBe(end => ends[end] > 500);
    }
}

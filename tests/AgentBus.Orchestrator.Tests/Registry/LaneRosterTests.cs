using AgentBus.Contracts;
using AgentBus.Orchestrator.Registry;
using AgentBus.Orchestrator.Tests.Support;

namespace AgentBus.Orchestrator.Tests.Registry;

public sealed class LaneRosterTests
{
    private readonly LaneRoster roster = new();

    [Fact]
    public async Task Lanes_are_used_from_the_heartbeat_that_says_so_until_a_worker_comes_that_does_not_and_again_when_it_is_gone()
    {
        await using var shop = await Shop.OpenAsync();
        var (registry, exchange) = (shop.Registry(), shop.Exchange(roster));
        var worker = new WorkerHeartbeat("w/1", "judge", "2.0.0", [], 1, 0, [], Lanes: true);

        await registry.HeardAsync(worker, CancellationToken.None);
        Queue().ShouldBe("agentbus.agent.judge");
        await exchange.RunOnceAsync(CancellationToken.None);
        Queue().ShouldBe("agentbus.agent.judge.high");

        await registry.HeardAsync(worker with { Worker = "w/2", AgentVersion = "1.0.0", Lanes = false }, CancellationToken.None);
        await exchange.RunOnceAsync(CancellationToken.None);
        Queue().ShouldBe("agentbus.agent.judge");

        await registry.StoppedAsync(new WorkerStopped("w/2", "judge", "1.0.0"), CancellationToken.None);
        await exchange.RunOnceAsync(CancellationToken.None);
        Queue().ShouldBe("agentbus.agent.judge.high");

        shop.Clock.Advance(TimeSpan.FromSeconds(31));
        await exchange.RunOnceAsync(CancellationToken.None);
        Queue().ShouldBe("agentbus.agent.judge");
    }

    private string Queue() => roster.QueueFor("judge", null, "high");
}

using System.Text.RegularExpressions;
using AgentBus.Hosting.Bus.RabbitMq;

namespace AgentBus.Hosting.Tests.Bus;

public sealed class BrokerPolicyTests
{
    [Theory]
    [InlineData("agentbus.agent.research", true)]
    [InlineData("agentbus.agent.research:1.4.0", true)]
    [InlineData("agentbus.agent.research.high", true)]
    [InlineData("agentbus.agent.research:1.4.0.low", true)]
    [InlineData("agentbus.agent.research.high_error", false)]
    [InlineData("agentbus.orchestrator", true)]
    [InlineData("agentbus.orchestrator_error", false)]
    [InlineData("agentbus.agent.research_skipped", false)]
    [InlineData("agentbus.dead-letters", false)]
    [InlineData("someone-elses", false)]
    public void The_policy_holds_for_work_queues_only(string queue, bool holds) =>
        Regex.IsMatch(queue, BrokerPolicy.Pattern, RegexOptions.None, TimeSpan.FromSeconds(1)).ShouldBe(holds);
}

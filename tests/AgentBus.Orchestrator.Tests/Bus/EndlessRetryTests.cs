using AgentBus.Orchestrator.Bus;
using MassTransit;

namespace AgentBus.Orchestrator.Tests.Bus;

public sealed class EndlessRetryTests
{
    [Fact]
    public void Waits_double_up_to_the_most_and_never_agree()
    {
        var retry = new EndlessRetry(Retry.All(), TimeSpan.FromSeconds(10));

        for (var retries = 0; retries < 12; retries++)
        {
            var most = Math.Min(2 * Math.Pow(2, retries), 10_000);
            retry.Wait(retries).TotalMilliseconds.ShouldBeInRange(most / 2, most);
        }

        retry.Wait(1_000_000).TotalSeconds.ShouldBeInRange(5, 10);
        Enumerable.Range(0, 20).Select(_ => retry.Wait(10)).Distinct().Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public void It_handles_what_its_filter_lets_through_for_ever()
    {
        var retry = new EndlessRetry(Retry.Selected<TimeoutException>(), TimeSpan.FromSeconds(1));

        retry.IsHandled(new TimeoutException()).ShouldBeTrue();
        retry.IsHandled(new IOException()).ShouldBeFalse();
    }
}

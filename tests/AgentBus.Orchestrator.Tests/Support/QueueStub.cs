using AgentBus.Hosting.Bus;

namespace AgentBus.Orchestrator.Tests.Support;

/// <summary>A queue that looks as it is told to.</summary>
internal sealed class QueueStub : IQueueProbe
{
    public Func<QueueState?> State { get; set; } = () => new QueueState(0, 1);

    public Task<QueueState?> LookAsync(string queue, CancellationToken cancellationToken) => Task.FromResult(State());
}

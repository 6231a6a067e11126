namespace AgentBus.Hosting.Bus.InMemory;

/// <summary>Queues of the in-memory transport: their consumer lives as long as the process, and what waits for it is no message lost by a pause.</summary>
internal sealed class InMemoryProbe : IQueueProbe
{
    public Task<QueueState?> LookAsync(string queue, CancellationToken cancellationToken) => Task.FromResult<QueueState?>(new QueueState(0, 1));
}

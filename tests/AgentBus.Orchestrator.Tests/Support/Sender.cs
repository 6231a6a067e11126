using System.Threading.Channels;
using AgentBus.Hosting.Bus;

namespace AgentBus.Orchestrator.Tests.Support;

/// <summary>Records what is sent, and fails when told to.</summary>
internal sealed class Sender : IMessageSender
{
    private readonly Channel<OutgoingMessage> _sent = Channel.CreateUnbounded<OutgoingMessage>();

    /// <summary>Thrown by the next sends; null = they succeed.</summary>
    public Func<Exception?> Fault { get; set; } = () => null;

    public int Tries { get; private set; }

    public List<string> Queues { get; } = [];

    public Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        Tries++;
        if (Fault() is { } fault)
        {
            return Task.FromException(fault);
        }

        _sent.Writer.TryWrite(message);
        return Task.CompletedTask;
    }

    public Task EnsureQueueAsync(string queue, CancellationToken cancellationToken)
    {
        lock (Queues)
        {
            Queues.Add(queue);
        }

        return Task.CompletedTask;
    }

    public bool NothingSent => !_sent.Reader.TryPeek(out _);

    public async Task<OutgoingMessage> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        return await _sent.Reader.ReadAsync(limit.Token);
    }
}

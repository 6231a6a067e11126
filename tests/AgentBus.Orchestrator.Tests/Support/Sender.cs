using System.Threading.Channels;
using AgentBus.Hosting.Bus;

namespace AgentBus.Orchestrator.Tests.Support;

/// <summary>Records what is sent, and fails when told to.</summary>
internal sealed class Sender : IMessageSender
{
    private readonly Channel<OutgoingMessage> _sent = Channel.CreateUnbounded<OutgoingMessage>();
    private int _tries;
    private int _sentCount;

    /// <summary>Thrown by the next sends; null = they succeed.</summary>
    public Func<Exception?> Fault { get; set; } = () => null;

    /// <summary>The same, by message.</summary>
    public Func<OutgoingMessage, Exception?> FaultOf { get; set; } = _ => null;

    /// <summary>Sends end after it.</summary>
    public Task Hang { get; set; } = Task.CompletedTask;

    public int Tries => _tries;

    public int Sent => _sentCount;

    public List<string> Queues { get; } = [];

    public async Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _tries);
        await Hang.WaitAsync(cancellationToken);
        if ((Fault() ?? FaultOf(message)) is { } fault)
        {
            throw fault;
        }

        _sent.Writer.TryWrite(message);
        Interlocked.Increment(ref _sentCount);
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

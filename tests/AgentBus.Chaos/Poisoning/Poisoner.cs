using AgentBus.Chaos.Load;
using RabbitMQ.Client;

namespace AgentBus.Chaos.Poisoning;

/// <summary>A stranger who sends poison, now and then the same message twice, and writes each into the ledger before.</summary>
internal sealed class Poisoner(Ledger ledger, IChannel channel, Random dice)
{
    /// <summary>How many were sent, repetitions not counted.</summary>
    public int Sent { get; private set; }

    public async Task SendAsync(string queue, Poison poison, CancellationToken cancellationToken)
    {
        var id = NewId();
        ledger.Poisoned(id, $"{queue} ({poison.Kind})");
        Sent++;
        var properties = new BasicProperties { MessageId = id, Persistent = true, ContentType = "application/json", Headers = new Dictionary<string, object?>() };
        foreach (var (name, value) in poison.Headers ?? new Dictionary<string, object?>())
        {
            properties.Headers[name] = value;
        }

        if (poison.Type is { } type)
        {
            properties.Headers["agentbus-type"] = type;
        }

        for (var copies = dice.Next(4) == 0 ? 2 : 1; copies > 0; copies--)
        {
            await channel.BasicPublishAsync(queue, "", mandatory: true, properties, poison.Body, cancellationToken);
        }
    }

    // Most senders give a Guid, some a name.
    private string NewId()
    {
        var bytes = new byte[16];
        dice.NextBytes(bytes);
        return dice.Next(5) == 0 ? $"order-{Convert.ToHexStringLower(bytes)}" : new Guid(bytes).ToString();
    }
}

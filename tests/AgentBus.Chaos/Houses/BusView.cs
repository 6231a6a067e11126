using System.Globalization;
using RabbitMQ.Client;

namespace AgentBus.Chaos.Houses;

/// <summary>The broker as the harness looks at it, and as a stranger who sends what nobody can read.</summary>
internal sealed class BusView(Ground ground)
{
    /// <summary>A connection of the harness; the caller disposes it.</summary>
    public Task<IConnection> ConnectAsync(CancellationToken cancellationToken) => new ConnectionFactory
    {
        HostName = ground.Broker.Host,
        Port = ground.Broker.Port,
        VirtualHost = ground.Broker.VirtualHost,
        UserName = ground.Broker.Username,
        Password = ground.Broker.Password,
    }.CreateConnectionAsync(cancellationToken);

    /// <summary>Messages in each queue, whether ready or at a consumer.</summary>
    public async Task<IReadOnlyDictionary<string, int>> QueuesAsync()
    {
        var output = await ground.ControlAsync(["--quiet", "--no-table-headers", "list_queues", "-p", ground.Broker.VirtualHost, "name", "messages"]);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split('\t'))
            .Where(words => words.Length == 2 && int.TryParse(words[1], CultureInfo.InvariantCulture, out _))
            .ToDictionary(words => words[0], words => int.Parse(words[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Publishes, confirmed, to the exchange in front of a queue.</summary>
    public async Task PublishAsync(string queue, string type, string messageId, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), cancellationToken);
        var properties = new BasicProperties
        {
            MessageId = messageId,
            ContentType = "application/json",
            Persistent = true,
            Headers = new Dictionary<string, object?> { ["agentbus-type"] = type },
        };
        await channel.BasicPublishAsync(queue, "", mandatory: true, properties, body, cancellationToken);
    }

    /// <summary>Ids of all messages of a queue. They stay in it.</summary>
    public async Task<IReadOnlyList<string>> IdsAsync(string queue, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        List<string> ids = [];
        while (await channel.BasicGetAsync(queue, autoAck: false, cancellationToken) is { } message)
        {
            ids.Add(message.BasicProperties.MessageId ?? "");
        }

        return ids;
    }
}

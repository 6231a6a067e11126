using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.TestKit.RabbitMq;
using RabbitMQ.Client;

namespace AgentBus.Acceptance;

/// <summary>An agent that the test works by hand: it takes attempts off the queue and answers when the test says so.</summary>
internal sealed class HandAgent : IAsyncDisposable
{
    private readonly string _name;
    private readonly QueueTap _tap;
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private HandAgent(string name, QueueTap tap, IConnection connection, IChannel channel) =>
        (_name, _tap, _connection, _channel) = (name, tap, connection, channel);

    /// <summary>Idempotency keys of all that was taken: what the outside world would have been asked to do.</summary>
    public HashSet<string> Keys { get; } = [];

    public static async Task<HandAgent> OpenAsync(RabbitMqFixture broker, string name)
    {
        var tap = await QueueTap.OpenAsync(broker, Queues.Agent(name));
        var connection = await broker.ConnectAsync();
        return new HandAgent(name, tap, connection, await connection.CreateChannelAsync(new CreateChannelOptions(true, true)));
    }

    /// <summary>The next attempt that was not taken before; a repeated delivery is passed over, as an agent would by its key.</summary>
    public async Task<DispatchAttempt> NextAsync()
    {
        while (true)
        {
            var attempt = JsonSerializer.Deserialize((await _tap.NextAsync(nameof(DispatchAttempt))).Body, ContractsJson.Default.DispatchAttempt)!;
            if (Keys.Add($"{attempt.IdempotencyKey} {attempt.Attempt}"))
            {
                return attempt;
            }
        }
    }

    public Task DoneAsync(DispatchAttempt attempt, string output) =>
        AnswerAsync(attempt, AgentResultKind.Done, JsonElement.Parse(output), null);

    public Task FailAsync(DispatchAttempt attempt) =>
        AnswerAsync(attempt, AgentResultKind.Permanent, null, new AgentFailure("broken", "It does not work today."));

    /// <summary>To the orchestrator, confirmed by the broker.</summary>
    public async Task SendAsync(string type, byte[] body) => await _channel.BasicPublishAsync(
        Queues.Orchestrator, "", true,
        new BasicProperties
        {
            MessageId = Guid.NewGuid().ToString(), ContentType = "application/json", Persistent = true,
            Headers = new Dictionary<string, object?> { ["agentbus-type"] = type },
        },
        body);

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
        await _tap.DisposeAsync();
    }

    private Task AnswerAsync(DispatchAttempt attempt, AgentResultKind kind, JsonElement? output, AgentFailure? failure) => SendAsync(
        nameof(AttemptFinished),
        JsonSerializer.SerializeToUtf8Bytes(
            new AttemptFinished(attempt.Tenant, attempt.Run, attempt.Step, attempt.Attempt, _name, "1.0.0", "hand/1", kind, output, failure),
            ContractsJson.Default.AttemptFinished));
}

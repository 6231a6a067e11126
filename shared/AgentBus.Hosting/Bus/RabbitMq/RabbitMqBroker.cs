using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace AgentBus.Hosting.Bus.RabbitMq;

/// <summary>
/// One connection and one confirming channel for all sends of the process, opened when needed and again after a loss. Consumers have
/// their own connection, so that a broker that throttles publishers does not stop acknowledgements.
/// </summary>
internal sealed class RabbitMqBroker : IAsyncDisposable
{
    private readonly IOptions<BusOptions> options;
    private readonly ILogger<RabbitMqBroker> logger;
    private readonly BrokerNodes nodes;
    private readonly SharedAttempt<IConnection> connection;
    private readonly SharedAttempt<IChannel> channel;
    private volatile string? blocked;

    public RabbitMqBroker(IOptions<BusOptions> options, ILogger<RabbitMqBroker> logger)
    {
        (this.options, this.logger, nodes) = (options, logger, new BrokerNodes(options.Value));
        connection = new SharedAttempt<IConnection>(link => link.IsOpen, ConnectAsync);
        channel = new SharedAttempt<IChannel>(open => open.IsOpen, OpenChannelAsync);
    }

    /// <summary>Called when the channel closed: whatever was known of the broker may be wrong now.</summary>
    public Action? Lost { get; set; }

    /// <summary>Why the broker takes no messages just now (its memory or disk is short); null = it does.</summary>
    public string? Blocked => connection.Last is { IsOpen: true } ? blocked : null;

    public ValueTask<IChannel> SendChannelAsync(CancellationToken cancellationToken) => channel.GetAsync(cancellationToken);

    /// <summary>A channel for declarations: a refused declaration closes only it. The caller disposes it.</summary>
    public async Task<IChannel> AdminChannelAsync(CancellationToken cancellationToken) =>
        await (await connection.GetAsync(cancellationToken)).CreateChannelAsync(cancellationToken: cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (connection.Last is { } last)
        {
            await last.DisposeAsync();
        }
    }

    private async Task<IConnection> ConnectAsync(IConnection? lost)
    {
        if (lost is not null)
        {
            await lost.DisposeAsync();
        }

        blocked = null;
        var link = await BrokerConnection.OpenAsync(options.Value, nodes, "agentbus-send", CancellationToken.None);
        link.ConnectionBlockedAsync += OnBlockedAsync;
        link.ConnectionUnblockedAsync += OnUnblockedAsync;
        Log.SendConnected(logger, $"{link.Endpoint}");
        return link;
    }

    private async Task<IChannel> OpenChannelAsync(IChannel? lost)
    {
        var link = await connection.GetAsync(CancellationToken.None);

        // No limit on outstanding confirms: callers bound their own batches.
        var fresh = await link.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null),
            CancellationToken.None);
        fresh.ChannelShutdownAsync += OnShutdownAsync;
        return fresh;
    }

    private Task OnBlockedAsync(object sender, ConnectionBlockedEventArgs reason)
    {
        blocked = reason.Reason;
        Log.SendBlocked(logger, reason.Reason);
        return Task.CompletedTask;
    }

    private Task OnUnblockedAsync(object sender, AsyncEventArgs unblocked)
    {
        blocked = null;
        Log.SendUnblocked(logger);
        return Task.CompletedTask;
    }

    private Task OnShutdownAsync(object sender, ShutdownEventArgs reason)
    {
        if (reason.Initiator != ShutdownInitiator.Application)
        {
            Log.SendConnectionLost(logger, reason.ReplyText);
        }

        Lost?.Invoke();
        return Task.CompletedTask;
    }
}

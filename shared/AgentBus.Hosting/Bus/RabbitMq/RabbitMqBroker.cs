using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace AgentBus.Hosting.Bus.RabbitMq;

/// <summary>
/// One connection and one confirming channel for all sends of the process, opened when needed and again after a loss. Consumers have
/// their own connection, so that a broker that throttles publishers does not stop acknowledgements.
/// </summary>
internal sealed class RabbitMqBroker(IOptions<BusOptions> options, ILogger<RabbitMqBroker> logger) : IAsyncDisposable
{
    private readonly BrokerNodes nodes = new(options.Value);
    private readonly SemaphoreSlim opening = new(1);
    private IConnection? connection;
    private volatile IChannel? channel;

    /// <summary>Called when the channel closed: whatever was known of the broker may be wrong now.</summary>
    public Action? Lost { get; set; }

    public async ValueTask<IChannel> SendChannelAsync(CancellationToken cancellationToken)
    {
        if (channel is { IsOpen: true } open)
        {
            return open;
        }

        await opening.WaitAsync(cancellationToken);
        try
        {
            if (channel is { IsOpen: true } other)
            {
                return other;
            }

            var link = await LinkAsync(cancellationToken);

            // No limit on outstanding confirms: callers bound their own batches.
            var fresh = await link.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null),
                cancellationToken);
            fresh.ChannelShutdownAsync += OnShutdownAsync;
            return channel = fresh;
        }
        finally
        {
            opening.Release();
        }
    }

    /// <summary>A channel for declarations: a refused declaration closes only it. The caller disposes it.</summary>
    public async Task<IChannel> AdminChannelAsync(CancellationToken cancellationToken)
    {
        await opening.WaitAsync(cancellationToken);
        try
        {
            return await (await LinkAsync(cancellationToken)).CreateChannelAsync(cancellationToken: cancellationToken);
        }
        finally
        {
            opening.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }

        opening.Dispose();
    }

    private async Task<IConnection> LinkAsync(CancellationToken cancellationToken)
    {
        if (connection is { IsOpen: true })
        {
            return connection;
        }

        if (connection is not null)
        {
            await connection.DisposeAsync();
        }

        connection = null;
        connection = await BrokerConnection.OpenAsync(options.Value, nodes, "agentbus-send", cancellationToken);
        Log.SendConnected(logger, $"{connection.Endpoint}");
        return connection;
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

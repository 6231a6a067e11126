using AgentBus.Chaos;
using AgentBus.Contracts;
using AgentBus.Hosting.Bus;
using AgentBus.Storage.Outbox;
using Microsoft.Extensions.Logging;

namespace AgentBus.Orchestrator.Relay;

/// <summary>Publishes single messages; what the broker refuses is put back into the outbox, and parked for a person after some tries.</summary>
internal sealed class MessagePublisher(
    IMessageSender sender, IOutboxStore store, OrchestratorOptions options, TimeProvider clock, ILogger logger)
{
    /// <summary>True = confirmed, false = refused and put back.</summary>
    /// <exception cref="Exception">The broker is away: nothing is known of the message, and the others will fare no better.</exception>
    public async Task<bool> TrySendAsync(ClaimedMessage message, CancellationToken cancellationToken)
    {
        try
        {
            if (message.Row.Type == nameof(DispatchAttempt))
            {
                await sender.EnsureQueueAsync(message.Row.Exchange, cancellationToken);
            }

            await sender.SendAsync(ToOutgoing(message), cancellationToken);
            CrashPoint.Hit("after-publish");
            return true;
        }
        catch (MessageRefusedException e)
        {
            await RefusedAsync(message, e, cancellationToken);
            return false;
        }
    }

    private async Task RefusedAsync(ClaimedMessage message, MessageRefusedException error, CancellationToken cancellationToken)
    {
        var attempt = message.Attempts + 1;
        var row = message.Row;
        try
        {
            if (error.IsTemporary)
            {
                Log.MessageDelayed(logger, row.MessageId, row.Exchange, error.Message);
                await store.PostponeAsync(row.MessageId, error.Message, clock.GetUtcNow() + Backoff.After(Backoff.Patient), cancellationToken);
            }
            else if (attempt < options.MaxPublishAttempts)
            {
                var retryAt = clock.GetUtcNow() + Backoff.After(attempt);
                Log.PublishFailed(logger, row.MessageId, row.Exchange, attempt, error.Message, retryAt);
                await store.FailAsync(row.MessageId, error.Message, retryAt, cancellationToken);
            }
            else
            {
                Log.MessageParked(logger, row.MessageId, row.Exchange, attempt, error.Message);
                await store.FailAsync(row.MessageId, error.Message, null, cancellationToken);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The row's hold runs out by itself; then it is claimed again.
            Log.OutboxUnavailable(logger, e.Message);
        }
    }

    private static OutgoingMessage ToOutgoing(ClaimedMessage message)
    {
        var row = message.Row;
        return new OutgoingMessage(
            row.MessageId, row.Exchange, row.RoutingKey, row.Type, row.ContentType, row.Body, row.Headers ?? HeadersOf(message));
    }

    private static Dictionary<string, string> HeadersOf(ClaimedMessage message)
    {
        var headers = new Dictionary<string, string> { [WireHeaders.Tenant] = message.Tenant };
        if (message.Run is { } run)
        {
            headers[WireHeaders.Run] = run.ToString();
        }

        if (message.Row.TraceParent is { } trace)
        {
            headers[WireHeaders.TraceParent] = trace;
        }

        return headers;
    }
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentBus.Chaos;
using AgentBus.Contracts;
using AgentBus.Hosting.Bus;

namespace AgentBus.AgentSdk.Workers;

/// <summary>Publishes what a worker has to say, confirmed.</summary>
internal sealed class WorkerMessages(IMessageSender sender, WorkerClock clock)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    public Task SendAsync<T>(string exchange, T message, JsonTypeInfo<T> json, string? tenant, Guid? run, CancellationToken cancellationToken)
        where T : class =>
        sender.SendAsync(Outgoing(exchange, message, json, tenant, run), cancellationToken);

    /// <summary>Tries until the broker has it or the worker is stopped: a finished attempt must not be lost to a broker that is away.</summary>
    public async Task SendUntilConfirmedAsync(AttemptFinished finished, CancellationToken cancellationToken)
    {
        var message = Outgoing(Queues.Orchestrator, finished, ContractsJson.Default.AttemptFinished, finished.Tenant, finished.Run);
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                var sending = sender.SendAsync(message, cancellationToken);
                CrashPoint.Hit("mid-reply");
                await sending;
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.SendFailed(clock.Logger, message.Type, finished.Step, wait, exception.Message);
                await clock.DelayAsync(wait, cancellationToken);
            }
        }
    }

    /// <summary>The delivery, once more, to its own queue's end, under the same id.</summary>
    public Task PutBackAsync(Delivery delivery, CancellationToken cancellationToken) =>
        sender.SendAsync(delivery.ToOutgoing(), cancellationToken);

    private static OutgoingMessage Outgoing<T>(string exchange, T message, JsonTypeInfo<T> json, string? tenant, Guid? run)
        where T : class
    {
        var headers = new Dictionary<string, string>();
        if (tenant is not null)
        {
            headers[WireHeaders.Tenant] = tenant;
        }

        if (run is not null)
        {
            headers[WireHeaders.Run] = run.Value.ToString();
        }

        return new OutgoingMessage(
            Guid.CreateVersion7(), exchange, "", typeof(T).Name, "application/json", JsonSerializer.SerializeToUtf8Bytes(message, json), headers);
    }
}

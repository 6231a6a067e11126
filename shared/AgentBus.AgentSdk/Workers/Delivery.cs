using AgentBus.Contracts;
using AgentBus.Hosting.Bus;
using MassTransit;

namespace AgentBus.AgentSdk.Workers;

/// <summary>A dispatch as it came, with what is needed to put it back.</summary>
internal sealed record Delivery(
    DispatchAttempt Dispatch, Lane Lane, string Queue, Guid MessageId, ReadOnlyMemory<byte> Body, IReadOnlyDictionary<string, string> Headers)
{
    public static Delivery Of(ConsumeContext<DispatchAttempt> context, Lane lane, string queue)
    {
        var headers = new Dictionary<string, string>();
        foreach (var name in (string[])[WireHeaders.Tenant, WireHeaders.Run, WireHeaders.TraceParent, WireHeaders.TraceState])
        {
            if (context.ReceiveContext.TransportHeaders.TryGetHeader(name, out var value) && value is string text)
            {
                headers[name] = text;
            }
        }

        return new Delivery(context.Message, lane, queue, context.MessageId ?? Guid.CreateVersion7(), context.ReceiveContext.Body.GetBytes(), headers);
    }

    public OutgoingMessage ToOutgoing() =>
        new(MessageId, Queue, "", nameof(DispatchAttempt), "application/json", Body, Headers);
}

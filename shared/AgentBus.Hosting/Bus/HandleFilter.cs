using AgentBus.Chaos;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace AgentBus.Hosting.Bus;

/// <summary>Handles each message within its trace, and gives every log entry its run and tenant.</summary>
internal sealed class HandleFilter(string queue, ILogger logger) : IFilter<ConsumeContext>
{
    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        var run = Header(context, "agentbus-run");
        using var activity = BusTrace.StartHandle(queue, Header(context, BusTrace.ParentHeader), Header(context, BusTrace.StateHeader));
        using var scope = logger.BeginScope(new Dictionary<string, object?> { ["Run"] = run, ["Tenant"] = Header(context, "agentbus-tenant") });
        activity.SetTag("agentbus.run", run);
        await next.Send(context);
        CrashPoint.Hit("before-ack");
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("handle");

    private static string? Header(ConsumeContext context, string name) =>
        context.ReceiveContext.TransportHeaders.TryGetHeader(name, out var value) ? value as string : null;
}

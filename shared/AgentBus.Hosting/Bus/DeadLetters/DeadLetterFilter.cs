using AgentBus.Chaos;
using AgentBus.Hosting.Bus.RabbitMq;
using AgentBus.Hosting.Bus.Wire;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace AgentBus.Hosting.Bus.DeadLetters;

/// <summary>
/// Moves a message that cannot be read or handled to the dead letters: published there under its own id, confirmed, then acknowledged. A crash
/// in between delivers it again and moves it again under the same id, and the collector of dead letters takes the two as one. This stands in place of
/// the bus library's <c>_error</c> and <c>_skipped</c> queues, where such a copy would stay a second message.
/// </summary>
internal sealed class DeadLetterFilter(string queue, Lazy<IMessageSender> sender, TimeProvider time, ILogger logger)
    : IFilter<ExceptionReceiveContext>, IFilter<ReceiveContext>
{
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(10);

    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (!context.IsFaulted)
        {
            await context.NotifyFaulted(context.Exception);
        }

        var reason = context.Exception.GetBaseException() is WireFormatException ? "unreadable" : "failed";
        await MoveAsync(context, reason, context.Exception);
        await next.Send(context);
    }

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        await MoveAsync(context, "skipped", null);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("deadLetter");

    private async Task MoveAsync(ReceiveContext context, string reason, Exception? exception)
    {
        var letter = DeadLetter.Of(Incoming.Of(context), queue, reason, exception, time.GetUtcNow());
        await SendUntilConfirmedAsync(letter, context.CancellationToken);
        CrashPoint.Hit("mid-error-move");
        Log.DeadLettered(logger, letter.Type, letter.MessageId, queue, reason, exception?.GetBaseException().Message);
    }

    // The message stays unacknowledged meanwhile: a broker that takes nothing now slows the intake down. A stop hands the message back.
    private async Task SendUntilConfirmedAsync(OutgoingMessage letter, CancellationToken cancellationToken)
    {
        for (var delay = TimeSpan.FromMilliseconds(100); ; delay = delay * 2 < MaxBackoff ? delay * 2 : MaxBackoff)
        {
            try
            {
                await sender.Value.EnsureQueueAsync(BrokerTopology.DeadLetters, cancellationToken);
                await sender.Value.SendAsync(letter, cancellationToken);
                return;
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                Log.DeadLetterNotSent(logger, letter.MessageId, queue, delay, error.Message);
                await Task.Delay(delay, time, cancellationToken);
            }
        }
    }
}

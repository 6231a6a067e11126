using MassTransit.RabbitMqTransport;

namespace AgentBus.Hosting.Bus.RabbitMq.Acks;

/// <summary>
/// A consumer's channel that acknowledges together what was handled within <see cref="Gathering"/>, or sooner when many wait. To a quorum queue each
/// acknowledgement is an entry in its log, as large a piece of work as a message, and it would come before the message that follows from what was handled.
/// Only deliveries before which none is open are named together; each of the others by itself, so a long one holds up nobody. A crash before it is
/// written delivers again, as ever.
/// </summary>
/// <param name="channel">Of the consumer.</param>
/// <param name="many">So many do not wait; up to 1 = none does.</param>
internal sealed class GatheredAcks(ChannelContext channel, int many) : ScopeChannelContext(channel, channel.CancellationToken), ChannelContext
{
    /// <summary>Short beside a step. Pacing only, so it runs on real time whatever clock the process is given.</summary>
    public static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(3);

    private readonly Lock gate = new();
    private readonly SettledTags settled = new();
    private List<ulong> waiting = [];
    private TaskCompletionSource written = NewSource();
    private TaskCompletionSource manyWait = NewSource();
    private bool isWriting;

    /// <summary>Ends when the acknowledgement is written.</summary>
    async ValueTask ChannelContext.BasicAck(ulong deliveryTag, bool multiple, CancellationToken cancellationToken)
    {
        Task done;
        lock (gate)
        {
            waiting.Add(deliveryTag);
            done = written.Task;
            if (waiting.Count >= many)
            {
                manyWait.TrySetResult();
            }

            if (!isWriting)
            {
                isWriting = true;
                _ = Task.Run(WriteAsync, CancellationToken.None);
            }
        }

        await done.WaitAsync(cancellationToken);
    }

    // The broker has it back before it counts as settled: naming it once more would close the channel.
    async Task ChannelContext.BasicNack(ulong deliveryTag, bool multiple, bool requeue, CancellationToken cancellationToken)
    {
        await BasicNack(deliveryTag, multiple, requeue, cancellationToken);
        lock (gate)
        {
            settled.Add(deliveryTag);
        }
    }

    // Strictly one after another: a number that was named together with others must not be named again.
    private async Task WriteAsync()
    {
        await GatherAsync();
        while (TryTake(out var tags, out var together, out var done))
        {
            try
            {
                var last = tags.LastOrDefault(tag => tag <= together);
                if (last > 0)
                {
                    await BasicAck(last, multiple: true, CancellationToken.None);
                }

                foreach (var tag in tags.Where(tag => tag > together))
                {
                    await BasicAck(tag, multiple: false, CancellationToken.None);
                }

                done.SetResult();
            }
            catch (Exception exception)
            {
                // The channel is gone, and with it all of its deliveries.
                done.SetException(exception);
            }

            await GatherAsync();
        }
    }

    private async Task GatherAsync()
    {
        Task enough;
        lock (gate)
        {
            enough = manyWait.Task;
        }

        await enough.WaitAsync(Gathering, TimeProvider.System, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private bool TryTake(out List<ulong> tags, out ulong together, out TaskCompletionSource done)
    {
        lock (gate)
        {
            (tags, done) = (waiting, written);
            tags.ForEach(settled.Add);
            together = settled.Prefix;
            if (tags.Count == 0)
            {
                isWriting = false;
                return false;
            }

            (waiting, written, manyWait) = ([], NewSource(), NewSource());
        }

        tags.Sort();
        return true;
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

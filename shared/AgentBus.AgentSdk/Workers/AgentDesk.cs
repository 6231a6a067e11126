using System.Collections.Concurrent;
using AgentBus.AgentSdk.Attempts;
using AgentBus.AgentSdk.Registration;
using AgentBus.Chaos;
using AgentBus.Contracts;

namespace AgentBus.AgentSdk.Workers;

/// <summary>
/// Takes deliveries of one agent. A delivery is acknowledged (the handler returns) only after the broker has its result, or after its
/// lease was claimed; a crash before that redelivers it at once.
/// </summary>
internal sealed class AgentDesk(AgentDescriptor descriptor, IAttemptRunner runner, WorkerMessages messages, WorkerClock clock) : IDisposable
{
    private static readonly TimeSpan ClaimRetry = TimeSpan.FromSeconds(5);

    private readonly SlotGate slots = new(descriptor.Concurrency, clock.Time);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<ClaimedAttempt, Task> claimed = new();
    private int running;

    public AgentDescriptor Descriptor => descriptor;

    public WorkerMessages Messages => messages;

    public int Running => Volatile.Read(ref running);

    public IReadOnlyList<ClaimedAttempt> Claimed => [.. claimed.Keys];

    /// <summary>Handles one delivery.</summary>
    /// <param name="delivery">The dispatch.</param>
    /// <param name="cancellationToken">Cancelled when the consumer has to go: what is not acknowledged then is redelivered by the broker.</param>
    public async Task HandleAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (!await TakeSlotAsync(delivery.Lane, cancellationToken))
        {
            // Every slot is held by long work. Another worker may be free, so the message does not wait here.
            await messages.PutBackAsync(delivery, cancellationToken);
            Log.PutBack(clock.Logger, delivery.Dispatch.Step, descriptor.Name);
            return;
        }

        CrashPoint.Hit("after-inbox");
        var lease = new Lease();
        var work = WorkAsync(delivery, lease, cancellationToken);
        if (await DoneWithinAsync(work, clock.Options.ClaimAfter, cancellationToken))
        {
            await EndAsync(work, cancellationToken);
            return;
        }

        await ClaimAsync(delivery.Dispatch, lease, work, cancellationToken);
    }

    /// <summary>Lets claimed work finish until <paramref name="deadline"/>, then reports what is left as transient.</summary>
    public async Task StopAsync(CancellationToken deadline)
    {
        var left = Task.WhenAll(claimed.Values);
        await Task.WhenAny(left, clock.DelayAsync(Timeout.InfiniteTimeSpan, deadline));
        await stopping.CancelAsync();
        await Task.WhenAny(left, clock.DelayAsync(TimeSpan.FromSeconds(5), CancellationToken.None));
    }

    public void Dispose()
    {
        slots.Dispose();
        stopping.Dispose();
    }

    private async Task<bool> TakeSlotAsync(Lane lane, CancellationToken cancellationToken)
    {
        if (slots.TryTake())
        {
            return true;
        }

        using var patience = new CancellationTokenSource(clock.Options.ClaimAfter, clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await slots.TakeAsync(lane, either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    // Ends when the broker has the result. Until it is claimed, an attempt ends with its consumer and says nothing: the broker
    // redelivers it. After that it ends with the worker, and says so.
    private async Task WorkAsync(Delivery delivery, Lease lease, CancellationToken consumer)
    {
        Interlocked.Increment(ref running);
        try
        {
            using var unclaimed = consumer.Register(lease.CancelUnlessClaimed);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(lease.Token, stopping.Token);
            var finished = await runner.RunAsync(delivery.Dispatch, stop.Token);
            lease.Token.ThrowIfCancellationRequested();
            await messages.SendUntilConfirmedAsync(finished, lease.Token);
        }
        finally
        {
            Interlocked.Decrement(ref running);
            slots.Release(delivery.Lane);
            lease.Dispose();
        }
    }

    private async Task ClaimAsync(DispatchAttempt dispatch, Lease lease, Task work, CancellationToken cancellationToken)
    {
        var claim = new AttemptClaimed(dispatch.Tenant, dispatch.Run, dispatch.Step, dispatch.Attempt, descriptor.Name, clock.Options.Name);
        do
        {
            try
            {
                await messages.SendAsync(Queues.Registry, claim, ContractsJson.Default.AttemptClaimed, dispatch.Tenant, dispatch.Run, cancellationToken);
                Keep(new ClaimedAttempt(dispatch.Tenant, dispatch.Run, dispatch.Step, dispatch.Attempt), lease, work);
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Without a claim the message stays with the broker, which is just as safe.
                Log.SendFailed(clock.Logger, nameof(AttemptClaimed), dispatch.Step, ClaimRetry, exception.Message);
            }
        }
        while (!await DoneWithinAsync(work, ClaimRetry, cancellationToken));
        await EndAsync(work, cancellationToken);
    }

    // Without its consumer an attempt has nothing to acknowledge. It was told to stop, and one that does not listen must not keep the endpoint from
    // consuming again.
    private static Task EndAsync(Task work, CancellationToken cancellationToken) => work.WaitAsync(cancellationToken);

    private void Keep(ClaimedAttempt attempt, Lease lease, Task work)
    {
        lease.Claim();
        claimed[attempt] = work;
        _ = work.ContinueWith(
            done =>
            {
                claimed.TryRemove(attempt, out _);
                if (done.Exception is { } fault)
                {
                    Log.ClaimedFailed(clock.Logger, attempt.Step, fault.GetBaseException().Message);
                }
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    // True also when the consumer has to go: then the work's own end says so.
    private async Task<bool> DoneWithinAsync(Task work, TimeSpan time, CancellationToken cancellationToken)
    {
        await work.WaitAsync(time, clock.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return work.IsCompleted || cancellationToken.IsCancellationRequested;
    }
}

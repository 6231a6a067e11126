using System.Runtime.CompilerServices;
using AgentBus.Models.Batches;
using Microsoft.Extensions.Options;

namespace AgentBus.ModelGateway.Batches;

/// <summary>
/// Works off batches beside all other calls. Each call is leased, and renewed as long as this process lives; when it is killed another gateway takes what it had once that is over.
/// A host that stops gives back what it has at once.
/// </summary>
internal sealed class BatchWorker(IBatchStore store, BatchCall call, IOptions<BatchOptions> options, TimeProvider time, ILogger<BatchWorker> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);

    private readonly Guid _worker = Guid.NewGuid();
    private readonly SemaphoreSlim _wake = new(0, 1);

    /// <summary>Says that there may be something to do, so that it is not waited for the next look.</summary>
    public void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TriedAsync(() => store.RenewAsync(_worker, time.GetUtcNow(), cancellationToken));
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => options.Value.Concurrency == 0
        ? Task.CompletedTask
        : Task.WhenAll(
            WorkAsync(stoppingToken),
            EachAsync(options.Value.Lease / 3, () => store.RenewAsync(_worker, Leased(), stoppingToken), stoppingToken),
            EachAsync(SweepEvery, () => store.SweepAsync(time.GetUtcNow() - options.Value.Kept, stoppingToken), stoppingToken));

    private DateTimeOffset Leased() => time.GetUtcNow() + options.Value.Lease;

    private Task WorkAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        TakenAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = options.Value.Concurrency, CancellationToken = stoppingToken },
        async (item, token) => await DoAsync(item, token));

    /// <summary>Never ends before the host does.</summary>
    private async IAsyncEnumerable<BatchItem> TakenAsync([EnumeratorCancellation] CancellationToken stoppingToken)
    {
        while (true)
        {
            foreach (var item in await TakeAsync(stoppingToken))
            {
                yield return item;
            }
        }
    }

    private async Task<IReadOnlyList<BatchItem>> TakeAsync(CancellationToken stoppingToken)
    {
        IReadOnlyList<BatchItem> items = [];
        await TriedAsync(async () => items = await store.TakeAsync(_worker, options.Value.Concurrency, time.GetUtcNow(), Leased(), stoppingToken));
        if (items.Count == 0)
        {
            using var pause = new CancellationTokenSource(LookEvery, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, stoppingToken);
            await _wake.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stoppingToken.ThrowIfCancellationRequested();
        }

        return items;
    }

    /// <summary>What is no fault of the call itself puts it back. The end is written until it is written: the call is paid for.</summary>
    private async Task DoAsync(BatchItem item, CancellationToken stoppingToken)
    {
        BatchResult? result = null;
        var wait = options.Value.Lease;
        try
        {
            (result, wait) = await call.MakeAsync(item, stoppingToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.BatchCallFailed(logger, item.Batch, item.Line, e);
        }

        while (!await TriedAsync(() => result is null
            ? store.PutBackAsync(_worker, item, time.GetUtcNow() + wait, CancellationToken.None)
            : store.EndAsync(item.Batch, result, time.GetUtcNow(), CancellationToken.None)))
        {
            await Task.Delay(LookEvery, time, stoppingToken);
        }
    }

    private async Task EachAsync(TimeSpan every, Func<Task> work, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TriedAsync(work);
        }
    }

    /// <summary>False while the store is away.</summary>
    private async Task<bool> TriedAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.BatchStoreAway(logger, e.Message);
            return false;
        }
    }
}

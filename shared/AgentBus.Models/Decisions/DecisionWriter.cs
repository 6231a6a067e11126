using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentBus.Models.Decisions;

/// <summary>
/// Writes decisions in batches beside the calls, which do not wait for it. What a killed process had not written is lost, as a fraction of a second of what
/// could be learned; a host that is stopped writes all. When the store is away the oldest of a long queue go first.
/// </summary>
internal sealed class DecisionWriter(IDecisionLog log, TimeProvider time, ILogger<DecisionWriter> logger) : BackgroundService
{
    private const int Longest = 10_000;
    private const int AtOnce = 200;

    /// <summary>A batch that fails so often, a second apart, is given up: what follows may be good.</summary>
    private const int MostFailures = 300;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<(ModelDecision Decision, ModelOutcome? Outcome)> _queue =
        Channel.CreateBounded<(ModelDecision, ModelOutcome?)>(new BoundedChannelOptions(Longest) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private List<(ModelDecision Decision, ModelOutcome? Outcome)> _batch = [];
    private int _failures;

    /// <summary>Takes a decision whose call has ended, and what is known of its outcome by then.</summary>
    public void Add(ModelDecision decision, ModelOutcome? outcome = null) => _queue.Writer.TryWrite((decision, outcome));

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        for (Take(); _batch.Count > 0 && await WriteAsync(cancellationToken); Take())
        {
            // The rest.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _queue.Reader.WaitToReadAsync(stoppingToken))
        {
            Take();
            while (!await WriteAsync(stoppingToken))
            {
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    private void Take()
    {
        while (_batch.Count < AtOnce && _queue.Reader.TryRead(out var decision))
        {
            _batch.Add(decision);
        }
    }

    private async Task<bool> WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await log.AppendAsync([.. _batch.Select(row => row.Decision)], cancellationToken);
            await log.AddOutcomesAsync([.. _batch.Select(row => row.Outcome).OfType<ModelOutcome>()], cancellationToken);
            (_failures, _batch) = (0, []);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.DecisionsNotWritten(logger, _batch.Count, e.Message);
            if (++_failures < MostFailures)
            {
                return false;
            }

            (_failures, _batch) = (0, []);
            return true;
        }
    }
}

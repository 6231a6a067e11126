using System.Diagnostics.Metrics;
using AgentBus.Hosting.Periodic;
using AgentBus.Storage.DeadLetters;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentBus.Orchestrator.DeadLetters;

/// <summary>
/// The metric <c>agentbus.dead_letters.open</c>, by queue. Every orchestrator counts the same rows: take the maximum over instances, not the sum.
/// </summary>
internal sealed class DeadLetterGauge : PeriodicService
{
    private readonly IDeadLetterStore _store;
    private readonly ILogger<DeadLetterGauge> _logger;
    private readonly Meter _meter = new("AgentBus.Orchestrator");
    private volatile IReadOnlyDictionary<string, long> _open = new Dictionary<string, long>();

    public DeadLetterGauge(IDeadLetterStore store, IOptions<OrchestratorOptions> options, TimeProvider clock, ILogger<DeadLetterGauge> logger)
        : base(options.Value.DeadLetterCountInterval, clock)
    {
        (_store, _logger) = (store, logger);
        _meter.CreateObservableGauge(
            "agentbus.dead_letters.open", () => _open.Select(queue => new Measurement<long>(queue.Value, new KeyValuePair<string, object?>("queue", queue.Key))),
            "{message}", "Dead letters that nobody has replayed or discarded.");
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    // A queue that has none any more is told as 0, so that a panel does not stand still at the last figure.
    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var open = await _store.CountOpenAsync(cancellationToken);
        _open = _open.Keys.Union(open.Keys).ToDictionary(queue => queue, queue => open.GetValueOrDefault(queue));
    }

    protected override void Failed(Exception error) => Log.DeadLettersNotCounted(_logger, error.Message);
}

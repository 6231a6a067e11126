using AgentBus.Models.Budgets;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using AgentBus.Models.Providers;
using AgentBus.Models.Targets;
using AgentBus.Models.Telemetry;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Tries;

/// <summary>One try of a call at one model, begun: it holds a slot, leave of the breaker, reserved money and a span, and gives each back once, however it ends.</summary>
internal sealed class Try
{
    private readonly Guid _id = Guid.NewGuid();
    private readonly Target _target;
    private readonly BreakerPermit _permit;
    private readonly BudgetHold _hold;
    private readonly Bill _bill;
    private readonly TimeProvider _time;
    private readonly TrySpan _span;
    private readonly long _start;
    private int _ended;

    public Try(Target target, CatalogueModel model, ConfiguredProvider provider, BreakerPermit permit, BudgetHold hold, Bill bill, TimeProvider time, TrySpan span)
    {
        (_target, Model, Provider, _permit, _hold, _bill, _time, _span, _start) = (target, model, provider, permit, hold, bill, time, span, time.GetTimestamp());
        bill.Open(_id, hold.MaxUsd);
    }

    public CatalogueModel Model { get; }

    public ConfiguredProvider Provider { get; }

    public async Task SucceededAsync(Spent spent, ChatResponse response)
    {
        if (IsEnd())
        {
            _target.Breaker.Succeeded(_permit);
            _target.Latencies.Add(_time.GetUtcNow(), _time.GetElapsedTime(_start), spent.Usage.OutputTokenCount ?? 0);
            _span.Succeeded(spent, response);
            await EndAsync(spent);
        }
    }

    /// <summary>Ends without an answer. What came of one is paid for by <paramref name="received"/>; where it is not known whether the provider worked, the maximum is.</summary>
    public async Task FailedAsync(Exception e, Spent? received = null)
    {
        if (IsEnd())
        {
            var error = (e as ModelException)?.Error;
            Learn(error);
            var mayHaveRun = e is not ModelException { MayHaveRun: false };
            var spent = received ?? (mayHaveRun ? new Spent(new(), _hold.MaxUsd) : null);
            _span.Failed(error?.Code ?? (e is OperationCanceledException ? "cancelled" : e.GetType().Name), spent);
            await EndAsync(spent);
        }
    }

    private bool IsEnd() => Interlocked.Exchange(ref _ended, 1) == 0;

    private void Learn(ModelError? error)
    {
        if (error is { IsOutage: true })
        {
            _target.Breaker.Failed(_permit, error, Provider.Options.Breaker, _time.GetUtcNow());
        }
        else if (error is null or { Code: ModelErrorCodes.RateLimited })
        {
            _target.Breaker.Abandoned(_permit);
            _target.Limit(error?.RetryAfter ?? TimeSpan.Zero);
        }
        else
        {
            // It refused this request, so it is up.
            _target.Breaker.Succeeded(_permit);
        }
    }

    private Task EndAsync(Spent? spent)
    {
        _target.Slots.Leave(Model.Limits.Concurrency);
        _span.Dispose();
        _bill.Settle(_id, spent?.CostUsd ?? 0, spent?.Usage);
        return spent is null ? _hold.ReleaseAsync() : _hold.SettleAsync(spent.CostUsd);
    }
}

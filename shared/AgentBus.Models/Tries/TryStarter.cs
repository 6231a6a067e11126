using AgentBus.Models.Budgets;
using AgentBus.Models.Gateway;
using AgentBus.Models.Providers;
using AgentBus.Models.Routing;
using AgentBus.Models.Targets;
using AgentBus.Models.Telemetry;

namespace AgentBus.Models.Tries;

/// <summary>Begins tries: waits for a slot, asks the breaker, reserves the money.</summary>
internal sealed class TryStarter(TargetSet targets, BudgetDesk budgets, TimeProvider time)
{
    /// <summary>A stream may take long while pieces come; one that takes longer counts as spent whole until it ends.</summary>
    private static readonly TimeSpan LongestStream = TimeSpan.FromHours(1);

    /// <exception cref="ModelException">The model is down, over a limit, or the budget is.</exception>
    public async Task<Try> StartAsync(CallState state, Candidate candidate, ProviderCall asked, TokenEstimate prompt, bool isStream, CancellationToken cancellationToken)
    {
        var (model, hints) = (candidate.Model, state.Call.Hints);
        var target = targets[model];
        if (target.Obstacle(model, prompt.Likely) is { } obstacle)
        {
            throw new ModelException(obstacle);
        }

        if (!await target.Slots.EnterAsync(hints.Tenant, model.Limits.Concurrency, model.Limits.Waiting, cancellationToken))
        {
            throw new ModelException(new ModelError(ModelErrorCodes.RateLimited, 429, $"'{model.Name}' has {model.Limits.Waiting} calls waiting, the most it may; come again later."));
        }

        BreakerPermit? permit = null;
        try
        {
            permit = target.Breaker.TryEnter(time.GetUtcNow()) ?? throw Down(target, candidate, prompt);
            var provider = state.InForce.Providers[model.Provider];
            var most = model.Price.Most(prompt.Most, asked.Options.MaxOutputTokens ?? model.MaxOutputTokens);
            var hold = await HoldAsync(hints, most, isStream ? LongestStream : provider.Options.Timeout, cancellationToken);
            target.Take(model.Limits, prompt.Likely);
            return new Try(target, model, provider, permit, hold, state.Bill, time, TrySpan.Start(state, candidate, asked));
        }
        catch
        {
            target.Slots.Leave(model.Limits.Concurrency);
            if (permit is not null)
            {
                target.Breaker.Abandoned(permit);
            }

            throw;
        }
    }

    private async Task<BudgetHold> HoldAsync(CallHints hints, decimal mostUsd, TimeSpan longest, CancellationToken cancellationToken)
    {
        var caller = new BudgetCaller(hints.Tenant, hints.Run?.ToString(), hints.Step, hints.Attempt, hints.Workflow, hints.Agent, hints.MaxCostUsd);
        var answer = await budgets.HoldAsync(caller, mostUsd, longest, cancellationToken);
        return answer.Hold ?? throw new ModelException(answer.Refusal!.ToException().Error) { MayBeCheaper = answer.Refusal.MayDowngrade };
    }

    private static ModelException Down(Target target, Candidate candidate, TokenEstimate prompt) => new(target.Obstacle(candidate.Model, prompt.Likely)
        ?? new ModelError(ModelErrorCodes.ProviderUnavailable, 503, $"'{candidate.Model.Name}' of '{candidate.Model.Provider}' is being probed; come again later."));
}

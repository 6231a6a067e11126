using System.Globalization;
using AgentBus.Models.Gateway;

namespace AgentBus.Models.Budgets;

/// <summary>A call that found no room on an account.</summary>
/// <param name="Shortage">The account.</param>
/// <param name="NeededUsd">What the call may cost at most.</param>
/// <param name="OnExceed">What its limit asks for.</param>
/// <param name="RetryAfter">When to ask again, where that may help.</param>
internal sealed record BudgetRefusal(BudgetShortage Shortage, decimal NeededUsd, OnExceed OnExceed, TimeSpan? RetryAfter)
{
    /// <summary>Whether a cheaper model may be asked instead.</summary>
    public bool MayDowngrade => OnExceed == OnExceed.Downgrade;

    public ModelException ToException() => new(OnExceed switch
    {
        OnExceed.Pause => new ModelError(ModelErrorCodes.BudgetPaused, 429, $"{InWords()}. It is looked at again after the time told.", RetryAfter),
        OnExceed.Approve => new ModelError(
            ModelErrorCodes.BudgetAwaitsApproval, 429, $"{InWords()}. Somebody has to raise it: 'agentbus budgets raise {Shortage.Scope.Id} <usd>'.", RetryAfter),
        _ => new ModelError(ModelErrorCodes.BudgetExceeded, 402, $"{InWords()}. {WhatToDo()}"),
    });

    private string InWords() =>
        $"The budget of {Shortage.Scope} has no room for this call: {Usd(Shortage.LimitUsd)} may be spent, {Usd(Shortage.SpentUsd)} was and {Usd(Shortage.ReservedUsd)} is held for calls under way; this one may cost {Usd(NeededUsd)}";

    private string WhatToDo() => Shortage.Scope.Kind == BudgetScopeKind.Step
        ? "Ask for fewer tokens (max_tokens), take a cheaper model or give the step more (with.maxCostUsd, or the run's budget)."
        : "Ask for fewer tokens (max_tokens), take a cheaper model or raise the limit (Models:Budgets, or 'agentbus budgets raise').";

    private static string Usd(decimal usd) => string.Create(CultureInfo.InvariantCulture, $"${usd:0.#########}");
}

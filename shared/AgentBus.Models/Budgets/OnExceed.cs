namespace AgentBus.Models.Budgets;

/// <summary>What follows when a call has no room under a limit.</summary>
public enum OnExceed
{
    /// <summary>The call is refused: 402 <c>budget_exceeded</c>.</summary>
    Stop,

    /// <summary>The call goes on; the log, a metric and the answer's reason tell.</summary>
    Warn,

    /// <summary>Only models that fit into what is left are asked, free ones always do; where none does, as <see cref="Stop"/>.</summary>
    Downgrade,

    /// <summary>The call comes back with 429 <c>budget_awaits_approval</c> until a person raises the limit; a step waits meanwhile, and no attempt counts.</summary>
    Approve,

    /// <summary>The call comes back with 429 <c>budget_paused</c> and the time until the limit begins anew, or is looked at again (at most 15 minutes); a step waits meanwhile, and no attempt counts.</summary>
    Pause,
}

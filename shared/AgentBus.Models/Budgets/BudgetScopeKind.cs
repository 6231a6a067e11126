namespace AgentBus.Models.Budgets;

/// <summary>What a limit is on.</summary>
public enum BudgetScopeKind
{
    /// <summary>All calls of one run.</summary>
    Run,

    /// <summary>All calls of one attempt of a step: what its dispatch reserved of the run's budget.</summary>
    Step,

    /// <summary>All runs of a workflow, in all its versions.</summary>
    Workflow,

    /// <summary>All calls of an agent.</summary>
    Agent,

    /// <summary>All calls of a tenant.</summary>
    Tenant,

    /// <summary>All calls of a tenant on one day (UTC).</summary>
    Day,
}

namespace AgentBus.Models.Budgets;

/// <summary>One limit, in the list <c>Models:Budgets</c>.</summary>
public sealed class BudgetOptions
{
    /// <summary>The star that stands for every tenant or key.</summary>
    public const string Every = "*";

    /// <summary><c>run</c>, <c>workflow</c>, <c>agent</c>, <c>tenant</c> or <c>day</c> (the tenant's day). A step's limit comes with its dispatch.</summary>
    public BudgetScopeKind? Scope { get; set; }

    /// <summary>Whose; default every tenant, each for itself.</summary>
    public string Tenant { get; set; } = Every;

    /// <summary>Which workflow (<c>namespace/name</c>) or agent; default every one, each for itself.</summary>
    public string Key { get; set; } = Every;

    /// <summary>US dollars.</summary>
    public decimal? LimitUsd { get; set; }

    /// <summary>For workflow, agent and tenant: after what time it begins anew. Default never.</summary>
    public BudgetPeriod Period { get; set; }

    /// <summary>What follows when there is no room. Default stop.</summary>
    public OnExceed OnExceed { get; set; }
}

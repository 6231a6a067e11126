namespace AgentBus.Workflows.Budgets;

/// <summary>Money in US dollars, tokens in and out, and requests: attempts sent to agents.</summary>
public readonly record struct Spend(decimal CostUsd = 0, long Tokens = 0, int Requests = 0)
{
    public static Spend operator +(Spend one, Spend other) =>
        new(one.CostUsd + other.CostUsd, one.Tokens + other.Tokens, one.Requests + other.Requests);

    public static Spend operator -(Spend one, Spend other) =>
        new(one.CostUsd - other.CostUsd, one.Tokens - other.Tokens, one.Requests - other.Requests);
}

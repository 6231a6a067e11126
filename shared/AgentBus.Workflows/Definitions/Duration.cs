using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions;

/// <summary>A length of time, given or made by an expression when it is needed.</summary>
public abstract record Duration
{
    public sealed record Fixed(TimeSpan Value) : Duration;

    /// <summary>The expression makes ISO 8601 or an object such as <c>{"seconds": 30}</c>.</summary>
    public sealed record Computed(Expression Expression) : Duration;

    /// <summary>Null when it is computed.</summary>
    public TimeSpan? Known => (this as Fixed)?.Value;
}

namespace AgentBus.Contracts;

/// <summary>How urgent an attempt is; says which lane of its agent it takes.</summary>
public static class Priorities
{
    public const string High = "high";

    public const string Normal = "normal";

    public const string Low = "low";
}

namespace AgentBus.Workflows.Execution.Control;

/// <summary>
/// <c>{kind}:{number}:{target}</c>. The target names the visit and the number the attempt, so a timer of an earlier one is stale by its name.
/// </summary>
internal sealed record TimerName(string Kind, int Number, string Target)
{
    public const string Retry = "retry";
    public const string Timeout = "timeout";
    public const string Due = "due";
    public const string Escalate = "escalate";
    public const string Wait = "wait";
    public const string Yield = "yield";
    public const string Budget = "budget";
    public const string BudgetWarning = "budgetWarning";
    public const string Late = "late";

    /// <summary>Target of the run's own timers.</summary>
    public const string Run = "run";

    public static TimerName? Parse(string text)
    {
        var parts = text.Split(':', 3);
        return parts.Length == 3 && int.TryParse(parts[1], out var number) ? new TimerName(parts[0], number, parts[2]) : null;
    }

    public override string ToString() => $"{Kind}:{Number}:{Target}";
}

namespace AgentBus.Chaos.Running;

/// <summary>One scenario in the report.</summary>
internal sealed record ReportLine(string Name, int Seed, double Scale, Outcome Outcome, double Seconds)
{
    /// <summary>For a control group: it shows nothing when it loses nothing.</summary>
    public bool LosesNothing => Outcome.Verdict is { Lost: 0, Doubled: 0, Stuck: 0 };
}

namespace AgentBus.Workflows.Budgets;

/// <summary>What is held for an attempt until its end is known.</summary>
/// <param name="IsOrphan">
/// Its worker was lost or its step is closed, so that its end may never be known: it stays held at its maximum, and nobody waits for it. A late
/// result still settles it.
/// </param>
public sealed record Reservation(string Step, int Attempt, Spend Amount, bool IsOrphan = false);

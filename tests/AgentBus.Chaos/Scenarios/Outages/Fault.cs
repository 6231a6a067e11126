namespace AgentBus.Chaos.Scenarios.Outages;

/// <summary>Something that breaks what the house stands on, for a while.</summary>
/// <param name="Name">In the progress lines.</param>
/// <param name="BreakAsync">Begins it.</param>
/// <param name="Lasts">From its beginning to its end.</param>
/// <param name="MendAsync">Ends it; completes when what was broken answers again.</param>
internal sealed record Fault(string Name, Func<Task> BreakAsync, TimeSpan Lasts, Func<Task> MendAsync);

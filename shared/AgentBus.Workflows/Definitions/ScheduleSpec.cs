namespace AgentBus.Workflows.Definitions;

/// <summary>What starts runs on its own.</summary>
/// <param name="On">The event strategy of <c>schedule.on</c>; null = none.</param>
public sealed record ScheduleSpec(EventStrategy? On)
{
    /// <summary>Stands for every type of event.</summary>
    public const string AnyType = "*";

    /// <summary>Types of event that may start a run, for an index; empty = none.</summary>
    public IReadOnlyList<string> EventTypes => On is null ? [] : On.Types ?? [AnyType];
}

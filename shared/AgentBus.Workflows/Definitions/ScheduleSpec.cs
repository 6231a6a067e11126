using Quartz;

namespace AgentBus.Workflows.Definitions;

/// <summary>What starts runs on its own.</summary>
/// <param name="On">The event strategy of <c>schedule.on</c>; null = none.</param>
public sealed record ScheduleSpec(EventStrategy? On)
{
    /// <summary>Stands for every type of event.</summary>
    public const string AnyType = "*";

    /// <summary>From one start to the next, whether or not the run before is over; null = none.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>From the end of one run to the start of the next; null = none.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>In UTC; null = none.</summary>
    internal CronExpression? Cron { get; init; }

    /// <summary>Types of event that may start a run, for an index; empty = none.</summary>
    public IReadOnlyList<string> EventTypes => On is null ? [] : On.Types ?? [AnyType];

    /// <summary>When the first run starts of a definition that is applied at this time; null = time starts none.</summary>
    public DateTimeOffset? FirstDue(DateTimeOffset applied) => Following(applied) ?? NextDue(Whole(applied), applied);

    /// <summary>
    /// The next start after the one that was due, later than now: of times that were missed only one is made up for. Null = it follows the end of
    /// the run (<see cref="After"/>), or time starts none.
    /// </summary>
    public DateTimeOffset? NextDue(DateTimeOffset due, DateTimeOffset now)
    {
        var last = now > due ? now : due;
        return Every is { } every ? due + (every * (Math.Floor((last - due) / every) + 1))
            : Cron?.GetNextValidTimeAfter(last)?.ToUniversalTime();
    }

    /// <summary>When the next run starts after one that ended at this time; null = the next does not follow the end.</summary>
    public DateTimeOffset? Following(DateTimeOffset ended) => After is { } after ? Whole(ended + after) : null;

    // Stores and messages must agree on it to the last digit.
    private static DateTimeOffset Whole(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}

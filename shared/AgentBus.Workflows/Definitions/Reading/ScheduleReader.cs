namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>schedule</c>: which times and events start a run.</summary>
internal static class ScheduleReader
{
    private static readonly string[] Times = ["every", "cron", "after"];
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    public static ScheduleSpec? Read(Cursor at)
    {
        if (!at.IsObjectOf([.. Times, "on"]))
        {
            return null;
        }

        var times = Times.Where(at.Has).ToList();
        if (times.Count > 1)
        {
            at.Report($"the schedule has {string.Join(" and ", times)}. Keep one of them; 'on' may stand beside it.");
        }
        else if (times.Count == 0 && !at.Has("on"))
        {
            at.Report("the schedule says neither when nor on which events. Add one of every, cron, after and on.");
        }

        return new ScheduleSpec(at.Get("on") is { } on ? EventStrategyReader.Read(on with { Scope = Scope.Nothing }) : null)
        {
            Every = at.Get("every") is { } every ? Interval(every) : null,
            After = at.Get("after") is { } after ? Interval(after) : null,
            Cron = at.Get("cron") is { } cron ? CronReader.Read(cron) : null,
        };
    }

    private static TimeSpan? Interval(Cursor at)
    {
        var interval = DurationReader.Read(at);
        if (interval < Shortest)
        {
            at.Report($"{at.Label} is shorter than a second, which is the least between runs that a schedule starts.");
        }

        return interval;
    }
}

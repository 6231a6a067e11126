namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>schedule</c>: which events start a run.</summary>
internal static class ScheduleReader
{
    public static ScheduleSpec? Read(Cursor at)
    {
        if (!at.IsObjectOf("every", "cron", "after", "on"))
        {
            return null;
        }

        foreach (var name in (string[])["every", "cron", "after"])
        {
            if (at.Has(name))
            {
                at.ReportMember(name, $"schedule.{name} is not yet supported. Start runs by events (schedule.on) or by the API.");
            }
        }

        return new ScheduleSpec(at.Get("on") is { } on ? EventStrategyReader.Read(on with { Scope = Scope.Nothing }) : null);
    }
}

namespace AgentBus.Jq;

/// <summary>Dates. "Broken down time" is jq's array: year, month 0-11, day, hours, minutes, seconds, weekday (0 = Sunday), day of the year 0-365. The local zone is UTC.</summary>
internal static class DateFunctions
{
    /// <summary>What a date as text costs, in steps, by measurement.</summary>
    private const int TextSteps = 12;

    public static void Register(BuiltinTable table)
    {
        table.Add("gmtime", (run, input) => BrokenDown(run, input, "gmtime"));
        table.Add("localtime", (run, input) => BrokenDown(run, input, "localtime"));
        table.Add("mktime", (run, input) => input is not JqArray ? run.Raise("mktime requires array of 6 numbers")
            : TryTime(input, out var time) ? JqValue.Of(Math.Floor(time.Seconds)) : run.Raise("mktime requires parsed datetime inputs"));
        table.Add("strftime", (run, input, format) => run.Step(TextSteps) ? Format(run, input, format, "strftime/1") : null);
        table.Add("strflocaltime", (run, input, format) => Format(run, input, format, "strflocaltime/1"));
        table.Add("strptime", (run, input, format) => (input, format) switch
        {
            _ when !run.Step(TextSteps) => null,
            (JqString text, JqString pattern) => TimeFormat.Parse(text.Text, pattern.Text) is { } time ? ToValue(time)
                : run.Raise($"date \"{text.Text}\" does not match format \"{pattern.Text}\""),
            (JqString, _) => run.Raise("strptime/1 requires a string format"),
            _ => run.Raise($"strptime/1 requires string inputs and arguments"),
        });
    }

    private static JqValue? BrokenDown(Run run, JqValue input, string name) => input is not JqNumber seconds
        ? run.Raise($"{name}() requires numeric inputs")
        : BrokenTime.FromSeconds(seconds.Value) is { } time ? ToValue(time) : run.Raise("error converting number of seconds since epoch to datetime");

    private static JqValue? Format(Run run, JqValue input, JqValue format, string name)
    {
        if (input is not (JqNumber or JqArray))
        {
            return run.Raise($"{name} requires parsed datetime inputs");
        }

        if (format is not JqString pattern)
        {
            return run.Raise($"{name} requires a string format");
        }

        BrokenTime? time = input is JqNumber seconds ? BrokenTime.FromSeconds(seconds.Value) : TryTime(input, out var parsed) ? parsed : null;
        if (time is not { } known)
        {
            return run.Raise($"{name} requires parsed datetime inputs");
        }

        var text = TimeFormat.Format(known, pattern.Text);
        return run.Charge(2L * text.Length + 32) ? JqValue.Of(text) : null;
    }

    private static bool TryTime(JqValue input, out BrokenTime time)
    {
        time = default;
        if (input is not JqArray array)
        {
            return false;
        }

        var parts = new double[6];
        parts[2] = array.Count > 2 ? 0 : 1;
        for (var i = 0; i < array.Count; i++)
        {
            if (array[i] is not JqNumber { Value: > -1e9 and < 1e9 } number)
            {
                return false;
            }

            if (i < parts.Length)
            {
                parts[i] = i == 5 ? number.Value : Math.Truncate(number.Value);
            }
        }

        time = new BrokenTime((long)parts[0], (int)parts[1], (int)parts[2], (int)parts[3], (int)parts[4], parts[5]);
        return true;
    }

    private static JqArray ToValue(BrokenTime time) => new(
        [.. new[] { time.Year, time.Month, time.Day, time.Hour, time.Minute, time.Second, time.Weekday, time.DayOfYear }.Select(JqValue.Of)]);
}

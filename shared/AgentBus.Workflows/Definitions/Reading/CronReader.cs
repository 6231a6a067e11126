using System.Globalization;
using Quartz;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads a cron expression of five fields. The fields are checked here, as the library takes some numbers that no clock shows for "every".</summary>
internal static class CronReader
{
    private const string Form = "Write minute, hour, day of the month, month and day of the week, such as '0 6 * * 1-5'; in UTC.";
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private static readonly Field[] Fields =
    [
        new("minute", 0, 59, []),
        new("hour", 0, 23, []),
        new("day of the month", 1, 31, []),
        new("month", 1, 12, Months),
        new("day of the week", 0, 7, Days),
    ];

    public static CronExpression? Read(Cursor at)
    {
        if (at.NonEmptyText() is not { } text)
        {
            return null;
        }

        if (Problem(text) is { } problem)
        {
            at.Report($"'{text}' is no cron expression: {problem}. {Form}");
            return null;
        }

        try
        {
            var cron = CronExpression.Parse(text.Trim(), CronFormat.Unix).WithTimeZone(TimeZoneInfo.Utc);
            if (cron.GetNextValidTimeAfter(DateTimeOffset.UnixEpoch) is not null)
            {
                return cron;
            }

            at.Report($"'{text}' names a time that never comes.");
        }
        catch (FormatException)
        {
            at.Report($"'{text}' is no cron expression that can be followed. {Form}");
        }

        return null;
    }

    private static string? Problem(string text)
    {
        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == Fields.Length
            ? Fields.Zip(parts, (field, part) => field.Problem(part)).FirstOrDefault(problem => problem is not null)
            : $"it has {parts.Length} field{(parts.Length == 1 ? "" : "s")}, not five";
    }

    /// <summary>A field: <c>*</c>, values and ranges, each with a step or not, parted by commas.</summary>
    private sealed record Field(string Name, int Min, int Max, string[] Names)
    {
        public string? Problem(string field) => field.Split(',').Select(One).FirstOrDefault(problem => problem is not null);

        private string? One(string item)
        {
            var step = item.Split('/');
            if (step.Length > 2 || (step.Length == 2 && !(IsNumber(step[1], out var every) && every >= 1 && every <= Max)))
            {
                return $"the step of the {Name} '{item}' is not a number from 1 to {Max}";
            }

            if (step[0] == "*")
            {
                return null;
            }

            var ends = step[0].Split('-');
            return ends.Length <= 2 && ends.All(IsValue)
                ? null
                : $"the {Name} '{item}' is not from {Min} to {Max}{(Names.Length == 0 ? "" : $", or {Names[0]} to {Names[^1]}")}";
        }

        private bool IsValue(string text) =>
            Names.Contains(text, StringComparer.OrdinalIgnoreCase) || (IsNumber(text, out var number) && number >= Min && number <= Max);

        private static bool IsNumber(string text, out int number) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}

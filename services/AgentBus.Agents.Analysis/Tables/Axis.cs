using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentBus.Agents.Analysis.Tables;

/// <summary>The column that the others run along, and each row's place on it: days, months or years for times, the number itself for numbers and numbered labels.</summary>
internal sealed partial record Axis(int Column, IReadOnlyList<double> Places)
{
    private static readonly Func<string, double?>[] Times = [Day, Month, Instant];
    private static readonly Func<string, double?>[] Labels = [MonthName, DayName, Numbered];

    /// <summary>
    /// Dates, months or years in any column, else ordered labels or numbers in the first, which rise or fall from row to row without a tie. A column of numbers is
    /// one only where another column holds numbers too: what alone is counted is what the table is about.
    /// </summary>
    public static Axis? Of(Table table, IReadOnlyList<double?[]> numbers)
    {
        var measures = Enumerable.Range(0, numbers.Count).Count(column => Array.Exists(numbers[column], value => value is not null));
        var found =
            from column in Enumerable.Range(0, table.Columns.Count)
            from place in Times.Concat(measures > 1 ? [Year] : [])
            select Along(table, column, place);
        var first = Labels.Concat(measures > 1 ? [TableProfiler.Number] : []).Select(place => Along(table, 0, place));
        return found.Concat(first).FirstOrDefault(axis => axis is not null);
    }

    /// <summary>Whether every cell is a date, a month or a year.</summary>
    public static bool IsTime(Table table, int column) =>
        Times.Append(Year).Any(place => table.Rows.All(row => place(TableProfiler.Cell(row, column)) is not null));

    private static Axis? Along(Table table, int column, Func<string, double?> place)
    {
        var places = table.Rows.Select(row => place(TableProfiler.Cell(row, column))).TakeWhile(value => value is not null).Select(value => value!.Value).ToList();
        var steps = places.Zip(places.Skip(1), (a, b) => Math.Sign(b - a)).Distinct().ToList();
        return places.Count == table.Rows.Count && steps is [1 or -1] ? new Axis(column, places) : null;
    }

    private static double? Day(string cell) =>
        DateOnly.TryParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.DayNumber : null;

    private static double? Month(string cell) =>
        DateOnly.TryParseExact(cell, ["yyyy-MM", "yyyy/MM"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? (day.Year * 12) + day.Month : null;

    private static double? Instant(string cell) =>
        StartsWithDate().IsMatch(cell) && DateTimeOffset.TryParse(cell, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? (double)instant.UtcTicks / TimeSpan.TicksPerDay
            : null;

    private static double? Year(string cell) =>
        cell.Length == 4 && cell[0] is '1' or '2' && int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null;

    private static double? MonthName(string cell) =>
        DateOnly.TryParseExact(cell, ["MMM", "MMMM"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.Month : null;

    // A week begins on Monday, as in ISO 8601.
    private static double? DayName(string cell)
    {
        var day = Array.FindIndex(
            CultureInfo.InvariantCulture.DateTimeFormat.DayNames,
            name => cell.Length >= 3 && (name.Equals(cell, StringComparison.OrdinalIgnoreCase) || name[..3].Equals(cell, StringComparison.OrdinalIgnoreCase)));
        return day < 0 ? null : (day + 6) % 7;
    }

    // Q1, Week 12, 2025-Q3.
    private static double? Numbered(string cell) =>
        NumberedLabel().Match(cell) is { Success: true } match
            ? (double.Parse("0" + match.Groups["year"].Value, CultureInfo.InvariantCulture) * 1000) + double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[T ]", RegexOptions.NonBacktracking)]
    private static partial Regex StartsWithDate();

    [GeneratedRegex(@"^((?<year>\d{4})[- ])?(q|quarter|w|week|day|month|phase|step|stage|sprint|round|h)[ -]?(?<number>\d{1,3})$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex NumberedLabel();
}

using System.Globalization;
using MathNet.Numerics;
using MathNet.Numerics.Statistics;

namespace AgentBus.Agents.Analysis.Tables;

/// <summary>Types, ranges, trends and outliers of a table's columns.</summary>
internal static class TableProfiler
{
    private const int LeastForTrend = 3;
    private const int LeastForOutliers = 8;
    private const int MaxOutliers = 5;

    // Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993): modified z-score over 3.5.
    private const double OutlierScore = 3.5;
    private const double MadToSigma = 0.6745;

    public static TableProfile Profile(Table table)
    {
        var numbers = table.Columns.Select((_, column) => Numbers(table, column)).ToList();
        var axis = Axis.Of(table, numbers);
        var columns = table.Columns.Select((name, column) => Column(table, name, column, numbers[column], axis));
        return new TableProfile(table.Id, table.Source, table.Title, table.RowCount, table.Rows.Count < table.RowCount, [.. columns]);
    }

    /// <summary>A column as numbers; null where a cell is not one.</summary>
    public static double?[] Numbers(Table table, int column) => [.. table.Rows.Select(row => Number(Cell(row, column)))];

    public static string Cell(TableRow row, int column) => column < row.Cells.Count ? row.Cells[column] : string.Empty;

    public static double? Number(string cell) =>
        double.TryParse(cell.TrimEnd('%'), NumberStyles.Number, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static ColumnProfile Column(Table table, string name, int column, double?[] numbers, Axis? axis)
    {
        var cells = table.Rows.Select(row => Cell(row, column)).ToList();
        var filled = cells.Where(cell => cell.Length > 0).ToList();
        var profile = new ColumnProfile(name, Type(filled, numbers), cells.Count - filled.Count, filled.Distinct(StringComparer.Ordinal).Count());
        if (profile.Type is not ("integer" or "number"))
        {
            return profile;
        }

        var known = table.Rows.Zip(numbers).Where(pair => pair.Second is not null).Select(pair => (Row: pair.First, Value: pair.Second!.Value))
            .ToList();
        CellValue Of((TableRow Row, double Value) item) => new(Cell(item.Row, column), item.Row.Line);
        return profile with
        {
            Least = Of(known.MinBy(item => item.Value)),
            Greatest = Of(known.MaxBy(item => item.Value)),
            Mean = Math.Round(known.Average(item => item.Value), 6),
            Trend = axis?.Column == column ? null : Line(table, known, axis),
            Outliers = Outliers(known) is { Count: > 0 } found ? [.. found.Select(Of)] : null,
        };
    }

    private static string Type(List<string> filled, double?[] numbers)
    {
        var numeric = numbers.Count(number => number is not null);
        return filled.Count == 0 ? "text"
            : numeric == filled.Count ? (numbers.All(IsWhole) ? "integer" : "number")
            : filled.TrueForAll(cell => DateTimeOffset.TryParse(cell, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)) ? "date"
            : filled.TrueForAll(cell => cell is "true" or "false" or "yes" or "no" or "True" or "False" or "Yes" or "No") ? "boolean"
            : "text";
    }

    // Beyond 1e15 a double no longer tells whole numbers apart.
    private static bool IsWhole(double? number) => number is not { } value || (double.IsInteger(value) && Math.Abs(value) < 1e15);

    private static Trend? Line(Table table, List<(TableRow Row, double Value)> known, Axis? axis)
    {
        if (known.Count < LeastForTrend || known.TrueForAll(item => item.Value == known[0].Value))
        {
            return null;
        }

        var x = Places(table, known, axis);
        var y = known.Select(item => item.Value).ToArray();
        var (intercept, slope) = Fit.Line(x, y);
        var fit = GoodnessOfFit.RSquared(x.Select(value => intercept + (slope * value)), y);
        var over = axis is null ? "rows" : table.Columns[axis.Column];
        return new Trend(over, Math.Round(slope, 6), Math.Round(fit, 4), new LineRange(known[0].Row.Line, known[^1].Row.Line));
    }

    private static double[] Places(Table table, List<(TableRow Row, double Value)> known, Axis? axis)
    {
        if (axis is null)
        {
            return [.. known.Select((_, index) => (double)index)];
        }

        // Not by line: rows of JSON may share one.
        var places = table.Rows.Zip(axis.Places).ToDictionary(pair => (object)pair.First, pair => pair.Second, ReferenceEqualityComparer.Instance);
        return [.. known.Select(item => places[item.Row])];
    }

    private static List<(TableRow Row, double Value)> Outliers(List<(TableRow Row, double Value)> known)
    {
        if (known.Count < LeastForOutliers)
        {
            return [];
        }

        var median = known.Select(item => item.Value).Median();
        var mad = known.Select(item => Math.Abs(item.Value - median)).Median();
        return mad == 0 ? [] : [.. known.Where(item => MadToSigma * Math.Abs(item.Value - median) / mad > OutlierScore)
            .OrderByDescending(item => Math.Abs(item.Value - median)).Take(MaxOutliers)];
    }
}

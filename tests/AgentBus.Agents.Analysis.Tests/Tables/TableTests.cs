using System.Globalization;
using AgentBus.Agents.Analysis.Tables;

namespace AgentBus.Agents.Analysis.Tests.Tables;

public sealed class TableTests
{
    private static readonly Table Sales = Of(["year", "region", "sales"], Enumerable.Range(0, 10).Select(i => new[]
    {
        (2010 + i).ToString(CultureInfo.InvariantCulture), i % 2 == 0 ? "north" : "south", i == 6 ? "900" : (10 + (2 * i)).ToString(CultureInfo.InvariantCulture),
    }));

    [Fact]
    public void Columns_have_types_ranges_and_outliers_with_their_lines()
    {
        var profile = TableProfiler.Profile(Sales);

        profile.Columns.Select(column => column.Type).ShouldBe(["integer", "text", "integer"]);
        profile.Columns[1].Distinct.ShouldBe(2);
        var sales = profile.Columns[2];
        sales.Least.ShouldBe(new CellValue("10", 2));
        sales.Greatest.ShouldBe(new CellValue("900", 8));
        sales.Outliers.ShouldBe([new CellValue("900", 8)]);
        sales.Mean.ShouldBe(106.8);
    }

    [Fact]
    public void A_trend_is_the_least_squares_line_over_the_column_that_rises()
    {
        var table = Of(["year", "tons"], Enumerable.Range(0, 8).Select(i => new[] { $"{2000 + (2 * i)}", $"{100 - (3 * i)}" }));
        TableProfiler.Profile(table).Columns[1].Trend.ShouldBe(new Trend("year", -1.5, 1, new LineRange(2, 9)));
    }

    [Fact]
    public void Types_are_told_though_cells_are_missing()
    {
        var profile = TableProfiler.Profile(Of(["a", "b", "c", "d"], [["1.5", "2026-01-02", "true", ""], ["", "2026-02-03", "false", ""], ["2", "", "true", ""]]));
        profile.Columns.Select(column => (column.Type, column.Missing)).ShouldBe([("number", 1), ("date", 1), ("boolean", 0), ("text", 3)]);
    }

    [Fact]
    public void Facts_hold_only_numbers_of_the_rows_they_cite()
    {
        var table = Of(["year", "tons"], Enumerable.Range(0, 8).Select(i => new[] { $"{2000 + i}", $"{100 - (3 * i)}" }));
        var facts = TableFacts.Of(table, TableProfiler.Profile(table)).ToList();

        facts.Select(fact => (fact.Sentence.Text, fact.Passage.Lines, fact.Passage.Text)).ShouldBe(
        [
            ("Tons falls from 100 (year 2000) to 79 (year 2007).", new LineRange(1, 9), "year is 2000, tons is 100. year is 2007, tons is 79."),
            ("The highest value of tons is 100, where year is 2000.", new LineRange(1, 2), "year is 2000, tons is 100."),
            ("The lowest value of tons is 79, where year is 2007.", new LineRange(1, 9), "year is 2007, tons is 79."),
        ]);
        facts.ShouldAllBe(fact => fact.Sentence.PassageId == fact.Passage.Id);
    }

    [Theory]
    [InlineData("2025-01", "2025-02", "2025-03", "2025-04")]
    [InlineData("2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30")]
    [InlineData("Jan", "Feb", "Mar", "Apr")]
    [InlineData("Q1", "Q2", "Q3", "Q4")]
    public void A_lone_numeric_column_is_the_measure_though_it_rises(params string[] labels)
    {
        var table = Of(["month", "signups"], labels.Select((label, i) => new[] { label, $"{11 + (15 * i)}" }));

        Sentences(table).ShouldBe(
        [
            $"Signups rises from 11 (month {labels[0]}) to 56 (month {labels[^1]}).", $"The highest value of signups is 56, where month is {labels[^1]}.", $"The lowest value of signups is 11, where month is {labels[0]}.",
        ]);
    }

    [Fact]
    public void A_table_with_the_newest_row_first_is_read_in_the_order_of_time() =>
        Sentences(Of(["month", "signups"], [["2025-03", "30"], ["2025-02", "20"], ["2025-01", "10"]]))[0].ShouldBe("Signups rises from 10 (month 2025-01) to 30 (month 2025-03).");

    [Fact]
    public void A_table_without_a_trend_has_a_range_and_its_outliers()
    {
        int[] returns = [5, 7, 4, 6, 5, 90, 6, 5, 7, 4];
        Sentences(Of(["shop", "returns"], returns.Select((value, i) => new[] { $"shop {(char)('a' + i)}", $"{value}" }))).ShouldBe(
        [
            "The values of returns range from 4 to 90.", "The highest value of returns is 90, where shop is shop f.", "The lowest value of returns is 4, where shop is shop c.",
            "The value 90 of returns, where shop is shop f, is an outlier by its distance from the median.",
        ]);
    }

    [Fact]
    public void A_table_of_text_has_no_facts()
    {
        var table = Of(["a", "b"], [["x", "y"], ["z", "w"]]);
        TableFacts.Of(table, TableProfiler.Profile(table)).ShouldBeEmpty();
    }

    private static List<string> Sentences(Table table) => [.. TableFacts.Of(table, TableProfiler.Profile(table)).Select(fact => fact.Sentence.Text)];

    private static Table Of(string[] columns, IEnumerable<string[]> rows)
    {
        var all = rows.Select((cells, index) => new TableRow(index + 2, cells)).ToList();
        return new Table { Id = "t1", Source = "/data/sales.csv", Title = "sales.csv", Columns = columns, HeaderLine = 1, RowCount = all.Count, Rows = all };
    }
}

using System.Globalization;
using AgentBus.Agents.Analysis.Tables;

namespace AgentBus.Agents.Analysis.Tests.Tables;

public sealed class TableTests
{
    private static readonly Table Sales = Of(["year", "region", "sales"], Enumerable.Range(0, 10).Select(i => new[]
    {
        (2010 + i).ToString(CultureInfo.InvariantCulture), i % 2 == 0 ? "north" : "south", i == 6 ? "900" : (10 + (2 * i))
            .ToString(CultureInfo.InvariantCulture),
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
        var profile = TableProfiler.Profile(
            Of(["a", "b", "c", "d"], [["1.5", "2026-01-02", "true", ""], ["", "2026-02-03", "false", ""], ["2", "", "true", ""]]));
        profile.Columns.Select(column => (column.Type, column.Missing)).ShouldBe([("number", 1), ("date", 1), ("boolean", 0), ("text", 3)]);
    }

    [Fact]
    public void Facts_hold_only_numbers_of_the_rows_they_cite()
    {
        var table = Of(["year", "tons"], Enumerable.Range(0, 8).Select(i => new[] { $"{2000 + i}", $"{100 - (3 * i)}" }));
        var facts = TableFacts.Of(table, TableProfiler.Profile(table)).ToList();

        facts.Select(fact => (fact.Sentence.Text, fact.Passage.Lines, fact.Passage.Text)).ShouldBe(
        [
            ("Tons is highest at 100, where year is 2000.", new LineRange(1, 2), "year is 2000, tons is 100."),
            ("Tons is lowest at 79, where year is 2007.", new LineRange(1, 9), "year is 2007, tons is 79."),
            ("Tons falls from 100 (year 2000) to 79 (year 2007).", new LineRange(1, 9), "year is 2000, tons is 100. year is 2007, tons is 79."),
        ]);
        facts.ShouldAllBe(fact => fact.Sentence.PassageId == fact.Passage.Id);
    }

    [Fact]
    public void A_table_of_text_has_no_facts()
    {
        var table = Of(["a", "b"], [["x", "y"], ["z", "w"]]);
        TableFacts.Of(table, TableProfiler.Profile(table)).ShouldBeEmpty();
    }

    private static Table Of(string[] columns, IEnumerable<string[]> rows)
    {
        var all = rows.Select((cells, index) => new TableRow(index + 2, cells)).ToList();
        return new Table { Id = "t1", Source = "/data/sales.csv", Title = "sales.csv", Columns = columns, HeaderLine = 1, RowCount = all.Count,
            Rows = all };
    }
}

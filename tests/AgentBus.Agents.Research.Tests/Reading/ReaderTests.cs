using AgentBus.Agents.Research.Reading;

namespace AgentBus.Agents.Research.Tests.Reading;

public sealed class ReaderTests
{
    [Fact]
    public void Markdown_paragraphs_keep_the_lines_and_headings_of_the_source()
    {
        var document = MarkdownReader.Read("""
            ---
            title: front matter is no passage of this text.
            ---
            # Guide

            ## 2. Retries {#retries}

            A message that fails is **retried** with
            [exponential](http://x) backoff and full jitter.

            ```
            var this = "code is no passage, whatever it says here.";
            ```

            - Every attempt of a step carries the same `idempotency` key.
            - Short item.

            | a | b |
            |---|---|
            | tables are no passages in any way. | x |
            """);

        document.Cuts.ShouldBe(
        [
            new Cut(8, 9, "Guide", "Retries", "A message that fails is retried with exponential backoff and full jitter."),
            new Cut(15, 15, "Guide", "Retries", "Every attempt of a step carries the same idempotency key."),
        ]);
    }

    [Theory]
    [InlineData("When <I>'s postinst is called, the package is set up.", "When <I>'s postinst is called, the package is set up.")]
    [InlineData("Publish it to <queue name> and wait for the answer.", "Publish it to <queue name> and wait for the answer.")]
    [InlineData("It is <b>never</b> lost<br> and <!-- not so --> it comes again.", "It is never lost and it comes again.")]
    public void What_only_looks_like_html_stays_in_markdown_prose(string text, string read) =>
        MarkdownReader.Read(text).Cuts.ShouldHaveSingleItem().Text.ShouldBe(read);

    [Fact]
    public void Text_paragraphs_keep_the_lines_of_the_source_whatever_ends_a_line()
    {
        var document = PlainTextReader.Read(
            "Handbook\r\n========\r\n\r\nThe broker keeps every message\r\nuntil a worker confirms it.\r\n\r\nLimits\r\n\r\n  * The default size of a message is one megabyte.\r\n  * A worker reads at most sixteen of them at once.\r\n");

        document.Cuts.ShouldBe(
        [
            new Cut(4, 5, "Handbook", "Handbook", "The broker keeps every message until a worker confirms it."),
            new Cut(9, 9, "Handbook", "Limits", "The default size of a message is one megabyte."),
            new Cut(10, 10, "Handbook", "Limits", "A worker reads at most sixteen of them at once."),
        ]);
    }

    [Fact]
    public void Html_keeps_the_main_text_with_the_lines_of_the_page()
    {
        var document = HtmlReader.Read("""
            <html><head><title>Queues</title><script>var x = "a script is never a passage of text.";</script></head>
            <body><nav><p>The navigation of the page is not its main text.</p></nav>
            <main>
            <h2>Delivery</h2>
            <p>A quorum queue keeps its messages on
            more than one <b>node</b> of the cluster.</p>
            <pre>code in a page is no passage, whatever it says.</pre>
            <ul><li>An item of a list is a passage when it reads as one.</li></ul>
            </main></body></html>
            """);

        document.Cuts.ShouldBe(
        [
            new Cut(5, 6, "Queues", "Delivery", "A quorum queue keeps its messages on more than one node of the cluster."),
            new Cut(8, 8, "Queues", "Delivery", "An item of a list is a passage when it reads as one."),
        ]);
    }

    [Fact]
    public void Html_blocks_that_are_not_closed_end_where_the_next_begins() =>
        HtmlReader.Read("<body>\n<dl><dt>option\n<dd>The option sets how long\nthe server waits for a peer.\n\n<dd>Another option sets how often\nit asks.\n</dl>\n<p>x</p>\n<dd>y</dd>").Cuts
            .Select(cut => (cut.FromLine, cut.ToLine)).ShouldBe([(3, 4), (6, 8)]);

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public void Csv_rows_keep_their_lines_though_a_field_spans_lines(char separator)
    {
        var table = CsvTableReader.Read(
            "year,note,sales\n2020,plain,12\n\n2021,\"two\nlines\",1.5\n2022,x,9\n".Replace(',', separator)).Tables.ShouldHaveSingleItem();

        table.Columns.ShouldBe(["year", "note", "sales"]);
        table.HeaderLine.ShouldBe(1);
        table.RowCount.ShouldBe(3);
        table.Rows.Select(row => row.Line).ShouldBe([2, 4, 6]);
        table.Rows[1].Cells.ShouldBe(["2021", "two lines", "1.5"]);
    }

    [Fact]
    public void A_long_table_is_sampled_but_keeps_the_extremes_of_its_numbers()
    {
        var rows = Enumerable.Range(0, 5_000).Select(i => $"{i},{(i == 3_333 ? 999_999 : i == 1_111 ? -5 : i)}");
        var table = CsvTableReader.Read("n,value\n" + string.Join('\n', rows)).Tables[0];

        table.RowCount.ShouldBe(5_000);
        table.Rows.Count.ShouldBeLessThanOrEqualTo(TableSample.MaxRows + 6);
        table.Rows.ShouldContain(row => row.Line == 3_335 && row.Cells[1] == "999999");
        table.Rows.ShouldContain(row => row.Line == 1_113 && row.Cells[1] == "-5");
        table.Rows[^1].Cells[0].ShouldBe("4999");
    }

    [Fact]
    public void Json_gives_a_table_of_flat_objects_and_its_long_strings_with_their_lines()
    {
        var document = JsonTextReader.Read("""
            [
              { "name": "a", "size": 1, "about": "The first entry tells what this thing is for." },
              { "name": "b", "size": 2,
                "about": "x" }
            ]
            """);

        document.Cuts.ShouldBe([new Cut(2, 2, "name", "about", "The first entry tells what this thing is for.")]);
        document.Tables[0].Columns.ShouldBe(["name", "size", "about"]);
        document.Tables[0].Rows.Select(row => (row.Line, row.LastLine)).ShouldBe([(2, null), (3, 4)]);
    }

    [Fact]
    public void A_long_paragraph_is_cut_between_lines_after_a_sentence()
    {
        var lines = Enumerable.Range(1, 60).Select(i => $"Sentence number {i} of this long paragraph fills one line of the text.").ToList();
        var cuts = PlainTextReader.Read(string.Join('\n', lines)).Cuts;

        cuts.Count.ShouldBeGreaterThan(1);
        cuts.ShouldAllBe(cut => cut.Text.Length <= Cutter.MaxCharacters && cut.Text.EndsWith('.'));
        cuts.ShouldAllBe(cut => cut.Text == string.Join(' ', lines.Skip(cut.FromLine - 1).Take(cut.ToLine - cut.FromLine + 1)));
        cuts[^1].ToLine.ShouldBe(60);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_told_from_text_in_other_encodings()
    {
        TextDecoder.Decode([0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 13]).ShouldBeNull();
        TextDecoder.Decode([.. Enumerable.Range(0, 2_000).Select(i => (byte)(1 + (i * 7 % 255)))]).ShouldBeNull();
        TextDecoder.Decode([.. Enumerable.Repeat((byte)'a', 5_000), 0]).ShouldBeNull();
        TextDecoder.Decode("Grüße"u8).ShouldBe("Grüße");
        TextDecoder.Decode([0xEF, 0xBB, 0xBF, (byte)'a']).ShouldBe("a");
        TextDecoder.Decode([0xFF, 0xFE, (byte)'a', 0]).ShouldBe("a");
        TextDecoder.Decode([(byte)'c', (byte)'a', (byte)'f', 0xE9]).ShouldBe("café");
    }

    [Theory]
    [InlineData("The worker confirms a message after its result is stored.", true)]
    [InlineData("for (int i = 0; i < count; i++) { total += values[i]; } // sum of all.", false)]
    [InlineData("The museum had 1,700 visitors in 2019.", true)]
    [InlineData("May 2015 1200 10.5 June 2016 1350 11.2 July 2017 1500 12.9 August 2018 1480.", false)]
    [InlineData("Name Size Type Date Owner Mode Group", false)]
    [InlineData("CONFIGURATION OF THE MESSAGE BROKER FOR PRODUCTION.", false)]
    [InlineData("Too short.", false)]
    public void Prose_is_told_from_code_headings_and_rows(string text, bool readable) => Prose.IsReadable(text).ShouldBe(readable);
}

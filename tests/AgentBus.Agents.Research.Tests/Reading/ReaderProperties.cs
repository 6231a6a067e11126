using AgentBus.Agents.Research.Reading;
using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.Agents.Research.Tests.Reading;

public sealed class ReaderProperties
{
    private static readonly string[] Blocks =
    [
        "The broker keeps every message until a worker\nconfirms that its result is stored.", "# Heading", "",
            "* An item that tells how a run is resumed after a crash.", "> A quoted line says that nothing is lost here.",
        "```\ncode { } = 1;\n```", "| a | b |\n|---|---|\n| 1 | 2 |",
            "1. The first step reads all of its sources in parallel.\n2. The second step compares what they say to each other.", "   \t",
                "Trailing spaces end this line of the text.  \nand it goes on here.",
    ];

    [Fact]
    public void The_words_of_every_cut_stand_in_its_lines()
    {
        var documents = Gen.ListOf(Gen.Elements(Blocks)).Select(blocks => string.Join("\n\n", blocks));
        Check.QuickThrowOnFailure(Prop.ForAll(documents.ToArbitrary(), text =>
            Holds(text, MarkdownReader.Read(text)) && Holds(text, PlainTextReader.Read(text))));
    }

    [Fact]
    public void No_text_breaks_a_reader()
    {
        var texts = ArbMap.Default.ArbFor<NonNull<string>>();
        Check.QuickThrowOnFailure(Prop.ForAll(texts, text =>
        {
            MarkdownReader.Read(text.Get);
            PlainTextReader.Read(text.Get);
            HtmlReader.Read(text.Get);
            CsvTableReader.Read(text.Get);
        }));
    }

    private static bool Holds(string text, ParsedDocument document)
    {
        var lines = text.Split('\n');
        return document.Cuts.All(cut =>
        {
            var source = string.Join(' ', lines.Skip(cut.FromLine - 1).Take(cut.ToLine - cut.FromLine + 1));
            return cut.FromLine >= 1 && cut.ToLine <= lines.Length && cut.Text.Split(' ')
                .All(word => source.Contains(word, StringComparison.Ordinal));
        });
    }
}

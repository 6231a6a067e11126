using AgentBus.Agents.Research.Sources;
using Microsoft.Extensions.Options;

namespace AgentBus.Agents.Research.Tests.Sources;

public sealed class LocalSourcesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_gives_its_readable_files_in_order_and_counts_the_others()
    {
        var b = folder.Write("root/b.md", "b");
        var a = folder.Write("root/a/deep.txt", "a");
        folder.Write("root/picture.png", "p");
        folder.Write("root/.git/config", "hidden");
        folder.Write("root/LICENSE", "a licence");

        var items = Read(folder.Path + "/root");

        items.OfType<SourceItem.Document>().Select(item => item.Source).ShouldBe([a, b]);
        items.OfType<SourceItem.Skipped>().ShouldHaveSingleItem().Reason.ShouldBe("1 files of kinds that are not read (.png 1)");
    }

    [Fact]
    public void What_cannot_be_read_is_skipped_with_its_reason()
    {
        Reason(folder.Path + "/absent.md").ShouldBe("missing: there is no such file or folder");
        Reason(folder.Write("empty.md", "")).ShouldBe("empty");
        Reason(folder.Write("large.md", new string('x', 2_000)))
            .ShouldBe("too large: 2,000 bytes, the limit is 1,000 (Agents:Research:MaxFileBytes)");
        Reason(folder.Write("a.pdf", "x")).ShouldStartWith("files of kind '.pdf' are not read");
    }

    [Fact]
    public void Nothing_outside_the_roots_is_read_links_included()
    {
        var secret = folder.Write("outside/secret.md", "secret");
        folder.Write("root/open.md", "open");
        File.CreateSymbolicLink(folder.Path + "/root/link.md", secret);
        Directory.CreateSymbolicLink(folder.Path + "/root/way", folder.Path + "/outside");
        var sources = Sources(folder.Path + "/root");

        sources.Read(folder.Path + "/root").OfType<SourceItem.Document>().ShouldHaveSingleItem().Source.ShouldEndWith("/root/open.md");
        foreach (var path in (string[])["/root/link.md", "/root/way/secret.md", "/root/../outside/secret.md", "/outside", "/root/way"])
        {
            sources.Read(folder.Path + path).ShouldHaveSingleItem()
                .ShouldBeOfType<SourceItem.Skipped>().Reason.ShouldStartWith("outside the folders the operator allows", customMessage: path);
        }
    }

    [Fact]
    public void Without_roots_no_local_file_is_read()
    {
        var item = Sources().Read(folder.Write("a.md", "x")).ShouldHaveSingleItem().ShouldBeOfType<SourceItem.Skipped>();
        item.Reason.ShouldBe("local files are not allowed here; the operator allows folders by Agents:Research:Roots");
    }

    [Fact]
    public void Links_in_a_circle_end()
    {
        Directory.CreateSymbolicLink(folder.Path + "/loop", folder.Path);
        folder.Write("a.md", "x");
        Read(folder.Path).OfType<SourceItem.Document>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_folder_over_its_limits_says_so()
    {
        for (var i = 0; i < 6; i++)
        {
            folder.Write($"{i}.md", "x");
        }

        var items = Read(folder.Path);
        items.OfType<SourceItem.Document>().Count().ShouldBe(5);
        items.OfType<SourceItem.Skipped>().ShouldHaveSingleItem().Reason.ShouldBe("only its first 5 files were read (Agents:Research:MaxFiles)");
    }

    private string Reason(string path) => Read(path).ShouldHaveSingleItem().ShouldBeOfType<SourceItem.Skipped>().Reason;

    private List<SourceItem> Read(string path) => [.. Sources(folder.Path).Read(path)];

    private static LocalSources Sources(params string[] roots) =>
        new(Options.Create(new ResearchOptions { Roots = roots, MaxFileBytes = 1_000, MaxFiles = 5 }));
}

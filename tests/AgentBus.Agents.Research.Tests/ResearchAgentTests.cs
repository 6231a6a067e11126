using AgentBus.Agents.Research.Index;
using AgentBus.Agents.Research.Sources;
using AgentBus.Agents.Research.Web;
using AgentBus.AgentSdk;
using AgentBus.Contracts;
using AgentBus.Hosting.Outbound;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AgentBus.Agents.Research.Tests;

public sealed class ResearchAgentTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    [Fact]
    public async Task Passages_cite_the_lines_of_their_files_and_bad_sources_are_reported()
    {
        var file = folder.Write("docs/queues.md", "# Queues\n\nA quorum queue keeps its messages on\nmore than one node of the cluster.\n");
        folder.Write("docs/other.txt", "The weather in the mountains changes within the hour.\n");
        var binary = folder.Write("docs/data.txt", [1, 2, 0, 3, 4]);
        var broken = folder.Write("docs/broken.json", "{ \"a\": ");

        var output = await DoneAsync("quorum queues", folder.Path + "/docs", folder.Path + "/absent", "http://127.0.0.1:1/x", "search: queues");

        var passage = output.Passages.ShouldHaveSingleItem();
        passage.ShouldSatisfyAllConditions(
            () => passage.Source.ShouldBe(file),
            () => passage.Lines.ShouldBe(new LineRange(3, 4)),
            () => passage.Heading.ShouldBe("Queues"));
        output.Skipped.Select(skipped => skipped.Source)
            .ShouldBe([folder.Path + "/absent", "http://127.0.0.1:1/x", "search: queues", broken, binary], ignoreOrder: true);
        output.Skipped.Single(skipped => skipped.Source == binary).Reason.ShouldBe("binary: not a text");
        output.Skipped.Single(skipped => skipped.Source == broken).Reason.ShouldStartWith("not valid json");
        output.Read.Files.ShouldBe(2);
    }

    [Fact]
    public async Task The_same_question_gives_the_same_answer_and_an_edited_file_a_new_one()
    {
        folder.Write("a.md", "The broker keeps every message until it is confirmed.\n");
        var first = await DoneAsync("broker messages", folder.Path + "/a.md");
        var second = await DoneAsync("broker messages", folder.Path + "/a.md");
        folder.Write("a.md", "\nThe broker drops every message that is too old.\n");
        var edited = await DoneAsync("broker messages", folder.Path + "/a.md");

        second.Passages.ShouldBe(first.Passages);
        edited.Passages.ShouldHaveSingleItem().Lines.ShouldBe(new LineRange(2, 2));
    }

    [Fact]
    public async Task A_table_comes_when_it_is_named_or_speaks_of_the_topic()
    {
        folder.Write("data/sales.csv", "year,sales\n2020,1\n2021,2\n");
        folder.Write("data/other.csv", "a,b\nx,1\n");
        (await DoneAsync("sales", folder.Path + "/data")).Tables.ShouldHaveSingleItem().Title.ShouldBe("sales.csv");
        (await DoneAsync("anything", folder.Path + "/data/other.csv")).Tables.ShouldHaveSingleItem().Title.ShouldBe("other.csv");
    }

    [Fact]
    public async Task A_topic_without_words_is_refused()
    {
        var result = await RunAsync("?!", folder.Path);
        result.Kind.ShouldBe(AgentResultKind.Permanent);
        result.Failure!.Message.ShouldBe("The topic has no words. Say what the briefing is about.");
    }

    private async Task<ResearchOutput> DoneAsync(string topic, params string[] sources) => (await RunAsync(topic, sources)).Output.ShouldNotBeNull();

    private async Task<AgentResult<ResearchOutput>> RunAsync(string topic, params string[] sources)
    {
        var options = Options.Create(new ResearchOptions { Roots = [folder.Path], IndexPath = Path.Combine(folder.Path, ".index", "research.db") });
        using var http = new HttpClient(GuardedHandler.Create(options.Value.Outbound));
        var reader = new SourceReader(new LocalSources(options), new WebReader(http, options, TimeProvider.System),
            new SearchClient(http, options, TimeProvider.System));
        var agent = new ResearchAgent(reader, new PassageIndex(new IndexFile(options, NullLogger<IndexFile>.Instance)));
        return await agent.RunAsync(new ResearchInput { Topic = topic, Sources = sources }, Context, CancellationToken.None);
    }

    private static AgentContext Context => new()
    {
        Tenant = "default",
        Agent = "research",
        Run = Guid.Empty,
        Step = "/do/0/research",
        Attempt = 1,
        IdempotencyKey = "key",
        Workflow = new WorkflowRef("agentbus", "briefing", "1.0.0"),
        Chat = null!,
        Memory = new ProcessMemory(),
        Logger = NullLogger.Instance,
        Progress = (_, _) => { },
    };
}

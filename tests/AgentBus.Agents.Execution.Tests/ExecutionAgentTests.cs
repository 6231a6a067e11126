using System.Security.Cryptography;
using AgentBus.AgentSdk;
using AgentBus.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AgentBus.Agents.Execution.Tests;

public sealed class ExecutionAgentTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("agentbus-execution-").FullName;
    private readonly Guid run = Guid.CreateVersion7();

    private string Root => Path.Combine(folder, "out");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_briefing_is_written_with_a_citation_for_each_sentence()
    {
        var output = await DoneAsync(Briefing());

        var text = await File.ReadAllTextAsync(output.File);
        text.ShouldBe($"""
            # Queues & limits

            ## Overview

            A queue keeps messages. [1] A \<b>bold\</b> claim with \[a link\](x). [2] Said again. [1]

            ## Contradictions

            - One says 3, another 5: "It has 3." [1] and "It has 5." [2]

            ## Sources

            - [1] /docs/a.md, lines 3-5
            - [2] /docs/b.md, line 7

            ## Skipped sources

            - /docs/c.bin: binary: not a text

            ## Confidence

            90 % (3 sentences checked against their sources, 1 in doubt).
            - Sentence 2: It differs.

            <!-- agentbus run {run} -->

            """.ReplaceLineEndings("\n"));
        output.ShouldSatisfyAllConditions(
            () => Path.GetDirectoryName(output.File).ShouldBe(Root),
            () => Path.GetFileName(output.File).ShouldBe($"queues-limits-{run.ToString("N")[^8..]}.md"),
            () => output.Bytes.ShouldBe(new FileInfo(output.File).Length),
            () => output.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(output.File)))),
            () => output.Sentences.ShouldBe(3),
            () => output.Citations[1].ShouldBe(new SentenceCitation("A <b>bold</b> claim with [a link](x).", "/docs/b.md", new LineRange(7, 7))));
    }

    [Fact]
    public async Task A_repeated_attempt_writes_the_same_file_and_leaves_no_other()
    {
        var first = await DoneAsync(Briefing());
        var killed = Path.Combine(Root, TemporaryNameOf(first.File));
        await File.WriteAllTextAsync(killed, "half a brie");
        var second = await DoneAsync(Briefing());

        (second.File, second.Sha256).ShouldBe((first.File, first.Sha256));
        Directory.GetFiles(Root).ShouldBe([first.File]);
    }

    [Theory]
    [InlineData("../escape.md")]
    [InlineData("a/../../escape.md")]
    [InlineData("/etc/escape.md")]
    [InlineData("..\\escape.md")]
    [InlineData("..")]
    [InlineData("link/escape.md")]
    [InlineData("link/deeper")]
    public async Task Nothing_is_written_outside_the_root(string path)
    {
        var outside = Directory.CreateDirectory(Path.Combine(folder, "outside")).FullName;
        Directory.CreateDirectory(Root);
        Directory.CreateSymbolicLink(Path.Combine(Root, "link"), outside);

        var result = await RunAsync(Briefing() with { Path = path });

        (result.Kind, result.Failure!.Code).ShouldBe((AgentResultKind.Permanent, "path-outside-root"));
        Directory.EnumerateFileSystemEntries(outside).ShouldBeEmpty();
        File.Exists(Path.Combine(folder, "escape.md")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_path_names_a_file_or_a_folder_under_the_root()
    {
        (await DoneAsync(Briefing() with { Path = "team/report.md" })).File.ShouldBe(Path.Combine(Root, "team", "report.md"));
        Path.GetDirectoryName((await DoneAsync(Briefing() with { Path = "team/more" })).File).ShouldBe(Path.Combine(Root, "team", "more"));
    }

    [Fact]
    public async Task A_file_that_another_wrote_is_neither_overwritten_nor_removed()
    {
        Directory.CreateDirectory(Root);
        var file = Path.Combine(Root, "report.md");
        await File.WriteAllTextAsync(file, "somebody's work");

        (await RunAsync(Briefing() with { Path = "report.md" })).Failure!.Code.ShouldBe("file-exists");
        (await RunAsync(new ExecutionInput { Undo = true, File = file })).Failure!.Code.ShouldBe("not-ours");
        (await File.ReadAllTextAsync(file)).ShouldBe("somebody's work");
    }

    [Fact]
    public async Task Undo_removes_the_file_once_and_may_be_repeated()
    {
        var written = await DoneAsync(Briefing());
        (await DoneAsync(new ExecutionInput { Undo = true, File = written.File })).Removed.ShouldBe(true);
        File.Exists(written.File).ShouldBeFalse();
        (await DoneAsync(new ExecutionInput { Undo = true, File = written.File })).Removed.ShouldBe(false);
    }

    [Fact]
    public async Task Undo_outside_the_root_is_refused()
    {
        var file = Path.Combine(folder, "victim.md");
        await File.WriteAllTextAsync(file, BriefingMarkdown.Marker(run));
        (await RunAsync(new ExecutionInput { Undo = true, File = file })).Failure!.Code.ShouldBe("path-outside-root");
        File.Exists(file).ShouldBeTrue();
    }

    [Fact]
    public async Task What_cannot_be_written_is_refused_with_one_message()
    {
        (await RunAsync(Briefing() with { Passages = [] })).Failure!.Message.ShouldBe(
            "A sentence cites passage 'a', which is not among the passages given.");
        (await RunAsync(Briefing() with { Draft = new Draft("x", []) })).Failure!.Code.ShouldBe("empty-draft");
        (await RunAsync(new ExecutionInput())).Failure!.Message.ShouldBe("A briefing needs 'topic' and 'draft'.");
        (await RunAsync(new ExecutionInput { Undo = true })).Failure!.Message.ShouldContain("undo needs 'file'");
    }

    [Theory]
    [InlineData("Wie geht's? Überblick: 2026/27", "wie-geht-s-überblick-2026-27")]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("???", "briefing")]
    public void A_file_is_named_by_its_topic(string topic, string name) => FileName.Of(topic, run).ShouldBe($"{name}-{run.ToString("N")[^8..]}.md");

    private static ExecutionInput Briefing() => new()
    {
        Topic = "Queues & limits",
        Draft = new Draft("Queues & limits", [new DraftSection("Overview",
        [
            new DraftSentence("A queue keeps messages.", "a"), new DraftSentence("A <b>bold</b> claim with [a link](x).", "b"),
                new DraftSentence("Said again.", "a"),
        ])]),
        Passages = [new Passage("a", "/docs/a.md", new LineRange(3, 5)), new Passage("b", "/docs/b.md", new LineRange(7, 7))],
        Contradictions = [new Contradiction(new DraftSentence("It has 3.", "a"), new DraftSentence("It has 5.", "b"), "One says 3, another 5:")],
        Skipped = [new SkippedSource("/docs/c.bin", "binary: not a text")],
        Validation = new Validation(0.9, 3, [new Fault(1, "number", "It differs.")]),
    };

    private string TemporaryNameOf(string file) =>
        $".{Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{file}|key")))[..16]}.0123.tmp";

    private async Task<ExecutionOutput> DoneAsync(ExecutionInput input) => (await RunAsync(input)).Output.ShouldNotBeNull();

    private Task<AgentResult<ExecutionOutput>> RunAsync(ExecutionInput input) =>
        new ExecutionAgent(new OutputRoot(Options.Create(new ExecutionOptions { OutputRoot = Root })))
            .RunAsync(input, Context, CancellationToken.None);

    private AgentContext Context => new()
    {
        Tenant = "default",
        Agent = "execution",
        Run = run,
        Step = "/do/8/publish",
        Attempt = 1,
        IdempotencyKey = "key",
        Workflow = new WorkflowRef("agentbus", "briefing", "1.0.0"),
        Chat = null!,
        Memory = new ProcessMemory(),
        Logger = NullLogger.Instance,
        Progress = (_, _) => { },
    };
}

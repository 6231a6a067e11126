using AgentBus.Cli.Tests.Support;
using AgentBus.Gateway.Tests.Support;

namespace AgentBus.Cli.Tests.Memory;

public sealed class MemoryCommandTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    [Fact]
    public async Task Memories_are_listed_searched_shown_and_forgotten()
    {
        using var admin = host.Admin;
        await Samples.PutReadingAsync(admin);
        var script = new RunScript(host, "default", await Samples.StartAsync(admin));
        await script.RememberAsync("source:docs/a b.md", """{"trusted":true}""");
        await script.RememberAsync("topic", "\"queues and bees\"");
        await script.RememberAsync("words", "\"honey\"");
        var shell = new Shell(host);

        var all = await shell.OkAsync("memory", "list", "tests/reading");
        all.ShouldContain("""{"trusted":true}""");
        all.ShouldContain("honey");
        await shell.OkAsync("memory", "list", "tests/reading", "--limit", "1");
        shell.Error.ShouldContain("There are more: the same with --cursor source:docs/a b.md");
        (await shell.OkAsync("memory", "list", "tests/reading", "--search", "bees")).ShouldNotContain("honey");

        await shell.OkAsync("memory", "get", "tests/reading", "source:docs/a b.md");
        shell.Json.GetProperty("value").GetProperty("trusted").GetBoolean().ShouldBeTrue();
        await shell.OkAsync("memory", "forget", "tests/reading", "source:docs/a b.md");
        shell.Error.ShouldContain("'source:docs/a b.md' is forgotten.");
        (await shell.RunAsync("memory", "get", "tests/reading", "source:docs/a b.md")).ShouldBe(ExitCode.Failed);

        await shell.OkAsync("memory", "forget", "tests/reading", "--all");
        await shell.OkAsync("memory", "list", "tests/reading");
        (shell.Out + shell.Error).ShouldContain("Nothing is remembered.");
    }

    [Theory]
    [InlineData("names no workflow", "list", "reading")]
    [InlineData("names no workflow", "get", "a/b/c", "key")]
    [InlineData("Name the key to forget, or --all", "forget", "tests/reading")]
    [InlineData("Name the key to forget, or --all", "forget", "tests/reading", "key", "--all")]
    public async Task What_is_wrong_with_a_command_is_said_before_anything_is_asked(string words, params string[] args)
    {
        var shell = new Shell(host);
        (await shell.RunAsync(["memory", .. args])).ShouldBe(ExitCode.Usage);
        shell.Error.ShouldContain(words);
    }
}

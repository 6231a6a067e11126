using AgentBus.Cli.Tests.Support;
using AgentBus.Gateway.Tests.Support;
using AgentBus.Storage.Runs;

namespace AgentBus.Cli.Tests.Runs;

public sealed class RunCommandTests(GatewayHost host) : IClassFixture<GatewayHost>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task InitializeAsync()
    {
        using var admin = host.Admin;
        await Samples.PutReadingAsync(admin);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_start_prints_the_id_alone_and_the_same_key_the_same_id()
    {
        var shell = new Shell(host);
        var id = Guid.Parse(await shell.OkAsync("run", "reading", "-i", "topic=x", "--idem", "cli-1"));
        shell.Error.ShouldContain($"agentbus show {id}");
        Guid.Parse(await shell.OkAsync("run", "reading", "-i", "topic=x", "--idem", "cli-1")).ShouldBe(id);
        await shell.OkAsync("run", "reading", "-i", "topic=x", "--json");
        shell.Json.Text("state").ShouldBe("Pending");
    }

    [Fact]
    public async Task Waiting_shows_each_step_and_ends_as_the_run_does()
    {
        var (id, script) = await StartAsync();
        var shell = new Shell(host);
        var waiting = shell.RunAsync("show", $"{id}", "--wait");
        await script.StepAsync("/do/0/read#1", "/do/0/read", "read", "agent", "Waiting", "reader", "dispatched");
        await script.StepAsync("/do/0/read#1", "/do/0/read", "read", "agent", "Completed", "reader", ended: true);
        await script.CompleteAsync("""{"file":"done.md"}""");
        (await waiting.WaitAsync(Patience)).ShouldBe(ExitCode.Success, shell.Error);
        shell.Out.ShouldMatch(@"✓ /do/0/read#1\s+Completed\s+reader");
        shell.Out.ShouldContain("done.md");
        (await shell.OkAsync("show", $"{id}")).ShouldContain("tests/reading@1.0.0");
    }

    [Fact]
    public async Task A_run_that_fails_is_1_and_its_error_is_said()
    {
        var (id, script) = await StartAsync();
        var shell = new Shell(host);
        var waiting = shell.RunAsync("show", $"{id}", "--wait", "--json");
        await script.CommitAsync(set => set with
        {
            Status = "Faulted",
            EndedAt = set.At,
            Error = """{"type":"t","status":500,"title":"It broke","detail":"badly"}""",
            History = [new HistoryRow("run.faulted", null, "{}")],
        });
        (await waiting.WaitAsync(Patience)).ShouldBe(ExitCode.Failed);
        shell.Json.GetProperty("run").GetProperty("error").Text("detail").ShouldBe("badly");
        (await shell.OkAsync("show", $"{id}")).ShouldContain("It broke: badly");
    }

    [Fact]
    public async Task Ctrl_C_leaves_the_run_and_says_how_to_look_again()
    {
        var (id, _) = await StartAsync();
        using var cancel = new CancellationTokenSource();
        var shell = new Shell(host);
        var waiting = shell.RunAsync(["show", $"{id}", "--wait"], cancel.Token);
        await cancel.CancelAsync();
        (await waiting.WaitAsync(Patience)).ShouldBe(ExitCode.Interrupted);
        shell.Error.ShouldContain($"agentbus show {id}");
    }

    [Fact]
    public async Task History_comes_a_line_an_entry_and_follows_to_the_end()
    {
        var (id, script) = await StartAsync();
        await script.HistoryAsync("step.started");
        var shell = new Shell(host);
        var following = shell.RunAsync("history", $"{id}", "--follow", "--json");
        await script.CompleteAsync("1");
        (await following.WaitAsync(Patience)).ShouldBe(ExitCode.Success);
        var lines = shell.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => System.Text.Json.JsonElement.Parse(line)).ToList();
        lines.Select(line => line.GetProperty("number").GetInt32()).ShouldBe([1, 2, 3]);
        (await shell.OkAsync("history", $"{id}", "--after", "2")).ShouldContain("run.completed");
    }

    [Fact]
    public async Task Text_from_outside_cannot_draw_on_the_terminal()
    {
        var (id, script) = await StartAsync();
        await script.StepAsync("/do/0/read#1", "/do/0/read", "read[red]", "approval", "Waiting", null, "why [bold]\u001b[31m not");
        var text = await new Shell(host).OkAsync("show", $"{id}");
        text.ShouldContain("read[red]");
        text.ShouldContain("why [bold]");
        text.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task Runs_are_listed_and_cancelled()
    {
        var (id, _) = await StartAsync();
        var shell = new Shell(host);
        (await shell.OkAsync("runs", "--state", "pending", "--limit", "100")).ShouldContain($"{id}");
        await shell.OkAsync("cancel", $"{id}", "--reason", "enough");
        shell.Error.ShouldContain($"{id}");
    }

    private async Task<(Guid Id, RunScript Script)> StartAsync()
    {
        using var admin = host.Admin;
        var id = await Samples.StartAsync(admin);
        return (id, new RunScript(host, "default", id));
    }
}

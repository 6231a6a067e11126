using AgentBus.Cli.Tests.Support;
using AgentBus.Gateway.Tests.Support;

namespace AgentBus.Cli.Tests;

public sealed class ExitCodeTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    [Theory]
    [InlineData("run")]
    [InlineData("nonsense")]
    [InlineData("show", "not-an-id")]
    [InlineData("runs", "--url", "ftp://nowhere")]
    [InlineData("run", "x", "-i", "novalue")]
    [InlineData("run", "x", "-i", "a=1", "--input", "file.json")]
    [InlineData("run", "x", "--input", "/no/such/file.json")]
    [InlineData("events", "publish", "--type", "t")]
    [InlineData("definitions", "show", "only-a-name")]
    [InlineData("jq", ".[")]
    public async Task Bad_usage_is_2_and_says_why_on_standard_error(params string[] args)
    {
        var shell = new Shell(host);
        (await shell.RunAsync(args)).ShouldBe(ExitCode.Usage);
        shell.Error.ShouldStartWith("agentbus: ");
        shell.Out.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("'nosuch' is not the id of a run. 'agentbus runs' lists them with their ids.", "show", "nosuch")]
    [InlineData("'nosuch' is not the id of a run. 'agentbus runs' lists them with their ids.", "runs", "move", "nosuch", "--to", "2.0.0")]
    [InlineData("'nosuch' is not the id of a run. 'agentbus runs' lists them with their ids.", "approvals", "--run", "nosuch")]
    [InlineData("'nosuch' is not the id of an approval. 'agentbus approvals' lists them with their ids.", "approve", "nosuch")]
    [InlineData("--output is not JSON: line 1, character 2 is unexpected. A text is written in double quotes.",
        "complete", "0199a1b2-0000-7000-8000-000000000001", "--step", "/do/0/a", "--output", "notjson")]
    [InlineData("--data is not JSON: it ends too early, with something still open.",
        "signal", "0199a1b2-0000-7000-8000-000000000001", "--type", "t", "--data", "{")]
    [InlineData("'nosuch' is not the id of a decision. 'agentbus models decisions' lists them with their ids.", "models", "why", "nosuch")]
    [InlineData("'much' does not fit raise; give a number such as 0.5.", "budgets", "raise", "day/default/2026-11-22", "much")]
    [InlineData("'few' does not fit --limit; give a whole number.", "models", "decisions", "--limit", "few")]
    [InlineData("--argjson x is not JSON: line 1, character 4 is unexpected.", "jq", ".", "-n", "--argjson", "x=[1 2]")]
    public async Task What_cannot_be_read_is_told_in_one_sentence(string sentence, params string[] args)
    {
        var shell = new Shell(host);
        (await shell.RunAsync(args)).ShouldBe(ExitCode.Usage);
        shell.Error.Split('\n')[0].TrimEnd().ShouldBe($"agentbus: {sentence}");
    }

    [Fact]
    public async Task A_filter_that_begins_with_an_at_sign_is_no_file()
    {
        (await new Shell(host) { Input = "[1,2]" }.OkAsync("jq", "-r", "@text")).Trim().ShouldBe("[1,2]");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_3_and_says_what_to_do()
    {
        var shell = new Shell(null) { Variables = { ["AGENTBUS_URL"] = "http://127.0.0.1:1" } };
        (await shell.RunAsync("runs")).ShouldBe(ExitCode.Unreachable);
        shell.Error.ShouldContain("http://127.0.0.1:1/");
        shell.Error.ShouldContain("agentbus up");
    }

    [Fact]
    public async Task A_wrong_key_and_a_missing_role_are_4()
    {
        (await new Shell(host, "abk_wrong_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG").RunAsync("runs")).ShouldBe(ExitCode.NotAuthorised);
        (await new Shell(host, null).RunAsync("runs")).ShouldBe(ExitCode.NotAuthorised);
        var viewer = new Shell(host, await host.KeyAsync("default", "viewer", "viewer"));
        (await viewer.RunAsync("run", "x", "-i", "a=1")).ShouldBe(ExitCode.NotAuthorised);
        viewer.Error.ShouldContain("'publisher'");
    }

    [Fact]
    public async Task A_refused_request_is_1_with_every_problem()
    {
        using var admin = host.Admin;
        await Samples.PutReadingAsync(admin);
        var shell = new Shell(host);
        (await shell.RunAsync("run", "reading", "-i", "topic=7")).ShouldBe(ExitCode.Failed);
        shell.Error.ShouldContain("/input/topic");
    }

    [Fact]
    public async Task The_key_is_found_in_the_data_folder()
    {
        var folder = Directory.CreateTempSubdirectory("agentbus-cli-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        await File.WriteAllTextAsync(Path.Combine(folder, "data", "admin.key"), GatewayHost.AdminKey + "\n");
        (await new Shell(host, null) { Folder = folder }.RunAsync("keys", "list")).ShouldBe(ExitCode.Success);
        Directory.Delete(folder, recursive: true);
    }
}

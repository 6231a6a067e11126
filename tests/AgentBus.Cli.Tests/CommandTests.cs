using AgentBus.Cli.Tests.Support;
using AgentBus.Gateway.Tests.Support;
using AgentBus.Storage.Workers;

namespace AgentBus.Cli.Tests;

public sealed class CommandTests(GatewayHost host) : IClassFixture<GatewayHost>, IDisposable
{
    private static readonly string Applied = Samples.Reading("applied").Replace("agent: reader", "agent: unheard-of");
    private readonly string _folder = Directory.CreateTempSubdirectory("agentbus-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("do: [ { a: { wait: soon } } ]", "wrong.yaml: 2:20: /do/0/a/wait: ")]
    [InlineData("schedule: {every: soon, cron: abc}\ndo: []", "2:31: /schedule/cron: ")]
    public async Task A_definition_that_is_refused_says_where_it_is_wrong(string rest, string where)
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "wrong.yaml"), $"document: {{ dsl: '1.0.3', namespace: tests, name: wrong, version: '1.0.0' }}\n{rest}");
        var shell = new Shell(host) { Folder = _folder };

        (await shell.RunAsync("definitions", "apply", "wrong.yaml")).ShouldBe(ExitCode.Failed);
        shell.Error.ShouldContain(where);
    }

    [Fact]
    public async Task A_definition_is_applied_listed_and_shown()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "applied.yaml"), Applied);
        var shell = new Shell(host) { Folder = _folder };
        (await shell.RunAsync("definitions", "apply", "applied.yaml")).ShouldBe(ExitCode.Failed);
        shell.Error.ShouldContain("applied.yaml: ");
        (await shell.OkAsync("definitions", "apply", "applied.yaml", "--allow-unknown-agents")).ShouldContain("tests/applied@1.0.0 stored");
        (await shell.OkAsync("definitions", "apply", "applied.yaml")).ShouldContain("unchanged");
        (await shell.OkAsync("definitions", "list")).ShouldContain("tests/applied@1.0.0");
        (await shell.OkAsync("definitions", "show", "tests/applied@1.0.0")).TrimEnd().ShouldBe(Applied.TrimEnd());
        await shell.OkAsync("definitions", "show", "tests/applied", "--json");
        shell.Json.GetProperty("document").Text("name").ShouldBe("applied");
    }

    [Fact]
    public async Task Validation_needs_no_server_and_names_file_line_and_column()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "good.yaml"), Samples.Reading());
        await File.WriteAllTextAsync(Path.Combine(_folder, "bad.yaml"), Samples.Reading().Replace("call: agent", "cull: agent"));
        var shell = new Shell(null) { Folder = _folder };
        (await shell.OkAsync("definitions", "validate", "good.yaml")).ShouldContain("is valid");
        (await shell.RunAsync("definitions", "validate", "good.yaml", "bad.yaml")).ShouldBe(ExitCode.Failed);
        shell.Out.ShouldMatch(@"bad\.yaml:\d+:\d+: /do/0/read");
        await shell.RunAsync("definitions", "validate", "bad.yaml", "--json");
        shell.Json[0].GetProperty("errors")[0].GetProperty("line").GetInt32().ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task An_approval_is_listed_and_decided_once()
    {
        using var admin = host.Admin;
        await Samples.PutReadingAsync(admin);
        var run = await Samples.StartAsync(admin);
        var approval = await new RunScript(host, "default", run).AskAsync();
        var shell = new Shell(host);
        (await shell.OkAsync("approvals", "--run", $"{run}")).ShouldContain("Publish?");
        await shell.OkAsync("approve", $"{approval}", "--comment", "good");
        (await shell.RunAsync("deny", $"{approval}")).ShouldBe(ExitCode.Failed);
        shell.Error.ShouldContain("was approved by admin");
    }

    [Fact]
    public async Task A_form_is_shown_and_filled_by_its_fields()
    {
        const string Form = """{"type":"object","required":["code","stars"],"properties":{"code":{"type":"string","description":"Of the shop"},"stars":{"type":"integer"}}}""";
        using var admin = host.Admin;
        await Samples.PutReadingAsync(admin);
        var approval = await new RunScript(host, "default", await Samples.StartAsync(admin)).AskAsync(Form, groups: ["editors"]);
        var shell = new Shell(host);
        var shown = await shell.OkAsync("approvals", $"{approval}");
        shown.ShouldContain("for editors");
        shown.ShouldContain("\"draft\": \"x\"");
        shown.ShouldMatch(@"code\s+string\s+yes\s+Of the shop");

        (await shell.RunAsync("approve", $"{approval}")).ShouldBe(ExitCode.Usage);
        shell.Error.ShouldContain("--form code=... --form stars=...");
        (await shell.RunAsync("approve", $"{approval}", "--form", "code=7", "--form", "stars=many")).ShouldBe(ExitCode.Failed);
        shell.Error.ShouldContain("/form/stars");

        await shell.OkAsync("approve", $"{approval}", "--form", "code=7", "--form", "stars=5");
        shell.Error.ShouldContain("as an override");
    }

    [Fact]
    public async Task Of_the_open_approvals_mine_are_listed()
    {
        using var admin = host.Admin;
        await Samples.PutReadingAsync(admin);
        var (mine, other) = (await Samples.StartAsync(admin), await Samples.StartAsync(admin));
        await new RunScript(host, "default", mine).AskAsync(groups: ["tellers"]);
        await new RunScript(host, "default", other).AskAsync(groups: ["others"]);
        var key = (await new Shell(host).OkAsync("keys", "create", "tim", "--role", "approver", "--groups", "tellers,cooks")).Trim();
        (await new Shell(host).OkAsync("keys", "list")).ShouldContain("tellers, cooks");

        var listed = await new Shell(host, key).OkAsync("approvals", "--mine", "--limit", "100");
        listed.ShouldContain($"{mine}");
        listed.ShouldNotContain($"{other}");
    }

    [Fact]
    public async Task Versions_are_compared_and_waiting_runs_moved()
    {
        using var admin = host.Admin;
        await Samples.PutReadingAsync(admin, "versioned");
        await Samples.PutReadingAsync(admin, "versioned", "1.1.0");
        var next = Samples.Reading("versioned", "2.0.0").Replace("- read:", "- look:").Replace("agent: reader", "agent: looker");
        (await admin.PutAsync("/v1/definitions?unknownAgents=allow", Http.Yaml(next))).EnsureSuccessStatusCode();
        var run = RunScript.IdOf(await (await admin.PostAsync("/v1/runs", Http.Json("""{"workflow":"versioned@1.0.0","input":{"topic":"x"}}"""))).JsonAsync());
        var shell = new Shell(host);

        var diff = await shell.OkAsync("definitions", "diff", "tests/versioned", "1.0.0", "2.0.0");
        diff.ShouldContain("- /do/0/read");
        diff.ShouldContain("+ /do/0/look");
        diff.ShouldContain("/do/0/read: version 2.0.0 has no task there");
        (await shell.OkAsync("definitions", "diff", "tests/versioned", "1.0.0", "1.1.0")).ShouldContain("Every waiting run can be moved.");

        (await shell.OkAsync("runs", "move", $"{run}", "--to", "1.1.0", "--dry-run")).ShouldContain("can be moved");
        (await shell.OkAsync("runs", "move", "--workflow", "tests/versioned", "--from", "1.0.0", "--to", "1.1.0")).ShouldContain($"{run} 1.0.0 -> 1.1.0: is being moved");
        (await shell.RunAsync("runs", "move", $"{run}", "--to", "1.1.0", "--from", "1.0.0")).ShouldBe(ExitCode.Usage);
    }

    [Fact]
    public async Task Runs_are_searched_and_the_stuck_ones_told_why()
    {
        using var admin = host.Admin;
        await Samples.PutReadingAsync(admin, "searched");
        var run = RunScript.IdOf(await (await admin.PostAsync("/v1/runs", Http.Json("""{"workflow":"searched","input":{"topic":"Red Pandas"}}"""))).JsonAsync());
        await new RunScript(host, "default", run).StepAsync("/do/0/read#1", "/do/0/read", "read", "agent", "Running", "panda-reader");
        var shell = new Shell(host);

        (await shell.OkAsync("runs", "--text", "pandas red", "--agent", "panda-reader", "--state", "open", "--workflow", "searched@1.0.0")).ShouldContain($"{run}");
        (await shell.OkAsync("runs", "--text", "grizzly")).ShouldNotContain($"{run}");
        var stuck = await shell.OkAsync("stuck", "--limit", "500");
        stuck.ShouldContain("no worker of agent 'panda-reader' is running, since");
        stuck.ShouldContain("Start a worker of 'panda-reader'");
    }

    [Fact]
    public async Task A_new_key_works_until_it_is_revoked()
    {
        var shell = new Shell(host);
        var key = (await shell.OkAsync("keys", "create", "robot", "--role", "viewer", "--role", "publisher")).Trim();
        (await new Shell(host, key).RunAsync("runs")).ShouldBe(ExitCode.Success);
        (await shell.OkAsync("keys", "list")).ShouldContain("robot");
        await shell.OkAsync("keys", "revoke", key.Split('_')[1]);
        (await new Shell(host, key).RunAsync("runs")).ShouldBe(ExitCode.NotAuthorised);
    }

    [Fact]
    public async Task An_event_is_published_and_shown_as_json()
    {
        var shell = new Shell(host) { Input = """{"n":1}""" };
        await shell.OkAsync("events", "publish", "--type", "order.made", "--source", "/cli", "--file", "-", "--id", "e-1", "--json");
        (shell.Json.Text("id"), shell.Json.GetProperty("data").GetProperty("n").GetInt32()).ShouldBe(("e-1", 1));
    }

    [Fact]
    public async Task Agents_are_listed_with_their_load()
    {
        await host.Get<IWorkerStore>().SeenAsync(new WorkerRow("w/1", "lister", "2.0.0", [], 8, 3, TimeProvider.System.GetUtcNow()), CancellationToken.None);
        var text = await new Shell(host).OkAsync("agents");
        text.ShouldMatch(@"lister\s+live\s+2\.0\.0\s+1\s+3/8");
    }

    [Fact]
    public async Task Jq_runs_over_every_value_of_its_input()
    {
        var shell = new Shell(null) { Input = """{"a":"x"} {"a":"y"}""" };
        (await shell.OkAsync("jq", ".a", "-r")).ReplaceLineEndings("\n").ShouldBe("x\ny\n");
        var failing = new Shell(null) { Input = "1" };
        (await failing.RunAsync("jq", "error(\"no\")")).ShouldBe(ExitCode.Failed);
        failing.Error.ShouldContain("no");
    }

    [Theory]
    [InlineData("1 2 3", "6", "add", "-s", "-c")]
    [InlineData("", "42", "$n", "-n", "--argjson", "n=42")]
    [InlineData("", "a=b", "$who", "-n", "-r", "--arg", "who=a=b")]
    [InlineData("12345678901234567890123", "12345678901234567890123", ".", "-c")]
    public async Task Jq_takes_variables_and_slurps(string input, string output, params string[] arguments) =>
        (await new Shell(null) { Input = input }.OkAsync(["jq", .. arguments])).Trim().ShouldBe(output);

    [Theory]
    [InlineData("$n is not defined. Give it with --arg n=text", "$n", "-n")]
    [InlineData("write it as name=value", ".", "-n", "--arg", "n")]
    [InlineData("--argjson n is not JSON", ".", "-n", "--argjson", "n={")]
    [InlineData("does not compile at character 4", ".a ]", "-n")]
    public async Task Jq_says_what_is_wrong(string words, params string[] arguments)
    {
        var shell = new Shell(null);
        (await shell.RunAsync(["jq", .. arguments])).ShouldBe(ExitCode.Usage);
        shell.Error.ShouldContain(words);
    }
}

using System.Text.RegularExpressions;
using AgentBus.Cli.Tests.Support;
using AgentBus.ModelGateway.Tests;

namespace AgentBus.Cli.Tests.Models;

/// <summary>The commands that speak to a model gateway, against a real one in front of a stand-in provider.</summary>
public sealed partial class LiveModelCommandTests : IAsyncLifetime
{
    private const string Answer = """{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi \u001b[31mthere\nfriend."},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":2}}""";
    private StandInProvider _provider = null!;
    private GatewayHost _gateway = null!;
    private Shell _shell = null!;

    public async Task InitializeAsync()
    {
        _provider = await StandInProvider.StartAsync(200, Answer);
        _gateway = await GatewayHost.StartAsync(new Dictionary<string, string?>(_provider.Settings)
        {
            ["Models:Models:small:Aliases:0"] = "mini",
            ["Models:Models:dear:Provider"] = "local",
            ["Models:Models:dear:InputUsdPerMillion"] = "30",
            ["Models:Models:dear:OutputUsdPerMillion"] = "60",
            ["Models:Models:locked:Provider"] = "far",
            ["Models:Providers:far:Kind"] = "Anthropic",
            ["Models:Providers:far:ApiKeyEnv"] = "AGENTBUS_TEST_NO_SUCH_KEY",
        });
        _shell = Of(_gateway.Http.BaseAddress!.ToString());
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Catalogue_state_and_spending_are_one_table()
    {
        await _shell.OkAsync("models", "ask", "Hello?", "--model", "mini");
        await WrittenAsync(_shell.Out);

        var lines = (await _shell.OkAsync("models")).Split('\n');

        lines.Single(line => line.StartsWith("small (mini)", StringComparison.Ordinal)).ShouldMatch(@"local\s+1\s+0\s+128,000\s+0\.50\s+up\s+\d+ ms\s+\d+ ms\s+0\s+1\s+0\s+\$0\.001");
        lines.Single(line => line.StartsWith("dear", StringComparison.Ordinal)).ShouldMatch(@"30\s+60\s.*\sup\s+0\s+0\s+0\s+\$0");
        lines.Single(line => line.StartsWith("locked", StringComparison.Ordinal)).ShouldContain("no key");
    }

    [Fact]
    public async Task As_json_the_list_holds_the_same()
    {
        await _shell.OkAsync("models", "--json");

        var items = _shell.Json.GetProperty("items").EnumerateArray().ToDictionary(item => item.GetProperty("model").GetString()!);
        items.Keys.ShouldBe(["small", "dear", "locked", "extractive"], ignoreOrder: true);
        items["dear"].GetProperty("outputUsdPerMillion").GetDecimal().ShouldBe(60);
        items["dear"].GetProperty("breaker").GetString().ShouldBe("closed");
        items["dear"].GetProperty("calls").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task An_answer_is_shown_with_what_was_chosen_and_nothing_in_it_drives_the_terminal()
    {
        var shown = await _shell.OkAsync("models", "ask", "Hello?", "--objective", "cost", "--max-cost", "0.5", "--deadline", "30s");

        shown.ShouldStartWith("Hi  [31mthere\nfriend.\n");
        shown.ShouldMatch(@"chosen\s+small of local");
        shown.ShouldMatch(@"why\s+\S+");
        shown.ShouldMatch(@"cost\s+\$0\.001");
        shown.ShouldMatch(@"latency\s+\d");
    }

    [Fact]
    public async Task Why_tells_candidates_and_reason()
    {
        await _shell.OkAsync("models", "ask", "Hello?", "--objective", "cost", "--step-type", "greeting");
        var id = await WrittenAsync(_shell.Out);

        var why = await _shell.OkAsync("models", "why", id);

        why.ShouldMatch(@"chosen\s+small");
        why.ShouldMatch(@"step type\s+greeting");
        why.ShouldMatch(@"propensity\s+1");
        why.ShouldMatch(@"locked\s.*the key of provider 'far' is missing");
        why.ShouldMatch(@"dear\s+0\.500\s+\$0\.");
        _shell.Error.ShouldContain("Nobody has judged its answer yet.");
        (await _shell.OkAsync("models", "decisions")).ShouldMatch($@"{id}\s+\S+ \S+\s+greeting\s+small\s+answered\s+\$0\.001");
        await _shell.OkAsync("models", "decisions", "--run", $"{Guid.NewGuid()}");
        _shell.Error.ShouldContain("No call was made.");
        (await _shell.RunAsync("models", "why", id, "--tenant", "other")).ShouldBe(ExitCode.Failed);
        _shell.Error.ShouldContain("Tenant 'other' has no decision");
        (await _shell.RunAsync("models", "why", "latest")).ShouldBe(ExitCode.Usage);
    }

    [Fact]
    public async Task What_the_gateway_refuses_is_told_in_its_words()
    {
        (await _shell.RunAsync("models", "ask", "Hello?", "--model", "gpt-9")).ShouldBe(ExitCode.Failed);
        _shell.Error.ShouldContain("There is no model or alias 'gpt-9'. Known are:");
        (await _shell.RunAsync("models", "ask", "Hello?", "--model", "dear", "--max-cost", "0.000001")).ShouldBe(ExitCode.Failed);
        _shell.Error.ShouldContain("'dear' could cost");
        (await _shell.RunAsync("models", "ask", " ")).ShouldBe(ExitCode.Usage);
        (await _shell.RunAsync("models", "ask", "Hello?", "--deadline", "soon")).ShouldBe(ExitCode.Usage);
        _shell.Error.ShouldContain("--deadline is 'soon'");
        (await _shell.RunAsync("models", "ask", "Hello?", "--objective", "fame")).ShouldBe(ExitCode.Usage);
        _provider.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task Where_there_is_no_model_gateway_it_is_told_how_to_name_it()
    {
        await using var other = await StandInProvider.StartAsync(404, "");
        var shell = Of(other.Settings["Models:Providers:local:BaseUrl"]!);

        (await shell.RunAsync("models")).ShouldBe(ExitCode.Failed);
        shell.Error.ShouldContain("There is no model gateway. Where it is a process of its own, name its address with --models-url");
        (await shell.OkAsync("models", "--models-url", _gateway.Http.BaseAddress!.ToString())).ShouldContain("small");
        (await shell.RunAsync("models", "--models-url", "nowhere")).ShouldBe(ExitCode.Usage);
    }

    [Fact]
    public async Task A_gateway_with_keys_wants_its_own()
    {
        await using var locked = await GatewayHost.StartAsync(new() { ["ModelGateway:ApiKeys:0"] = "mgw-0123456789abcdef" });
        var shell = Of(locked.Http.BaseAddress!.ToString());

        (await shell.RunAsync("models", "--key", "abk_of_agentbus")).ShouldBe(ExitCode.NotAuthorised);
        shell.Error.ShouldContain("--models-key");
        (await shell.OkAsync("models", "--models-key", "mgw-0123456789abcdef")).ShouldContain("extractive");
    }

    private static Shell Of(string url) => new(null, null) { Variables = { ["AGENTBUS_URL"] = url } };

    /// <summary>Waits for the decision of an answer that was shown: it is written beside the call.</summary>
    private async Task<string> WrittenAsync(string shown)
    {
        var id = Id().Match(shown).Value;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10), TimeProvider.System);
        while (!(await _gateway.Http.GetAsync($"/v1/models/decisions/{id}", limit.Token)).IsSuccessStatusCode)
        {
            limit.Token.ThrowIfCancellationRequested();
        }

        return id;
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}", RegexOptions.None, 1_000)]
    private static partial Regex Id();
}

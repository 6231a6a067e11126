using AgentBus.Cli.Tests.Support;
using AgentBus.Gateway.Tests.Support;

namespace AgentBus.Cli.Tests.Runs;

public sealed class PlanCommandTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    [Fact]
    public async Task Plans_are_shown_with_their_runs_and_what_changed()
    {
        using var admin = host.Admin;
        await Samples.PutReadingAsync(admin);
        var run = await Samples.StartAsync(admin);
        var shell = new Shell(host);
        await shell.OkAsync("plan", $"{run}");
        shell.Error.ShouldContain("Nothing was planned in this run.");

        var script = new RunScript(host, "default", run);
        var child = Guid.NewGuid();
        await script.PlanAsync("/do/0/solve#1", 1, """{"do":[{"read":{"call":"agent","with":{"agent":"reader"}}}]}""", child);
        await script.PlanAsync("/do/0/solve#1", 2, """{"do":[{"read":{"call":"agent","with":{"agent":"other"}}},{"more":{"set":{"x":1}}}]}""");
        var text = await shell.OkAsync("plan", $"{run}");
        text.ShouldMatch($@"/do/0/solve#1 plan 1 .*run {child}");
        text.ShouldMatch(@"/do/0/solve#1 plan 2 .*not run yet");
        text.ShouldContain("+ /do/1/more");
        text.ShouldMatch(@"~ /do/0/read\s[^+]*""?reader""? -> ""?other");

        await shell.OkAsync("plan", $"{run}", "--step", "/do/0/solve#1", "--json");
        shell.Json.GetProperty("items").GetArrayLength().ShouldBe(2);
        await shell.OkAsync("plan", $"{run}", "--step", "/do/9/none#1", "--json");
        shell.Json.GetProperty("items").GetArrayLength().ShouldBe(0);
        (await shell.RunAsync("plan", $"{Guid.NewGuid()}")).ShouldBe(ExitCode.Failed);
    }
}

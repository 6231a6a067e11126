using AgentBus.Cli.Tests.Support;
using AgentBus.Contracts;
using AgentBus.Gateway.Tests.Support;

namespace AgentBus.Cli.Tests.Runs;

public sealed class ControlCommandTests(GatewayHost host) : IClassFixture<GatewayHost>, IAsyncLifetime
{
    private const string Step = "/do/0/read#1";

    public async Task InitializeAsync()
    {
        using var admin = host.Admin;
        await Samples.PutReadingAsync(admin);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_pause_says_who_and_why_and_how_to_look()
    {
        var (run, script) = await BegunAsync();
        var shell = new Shell(host);
        await shell.OkAsync("pause", run, "--reason", "the index is being rebuilt");
        shell.Error.ShouldContain($"agentbus show {run}");

        var sent = await script.SentAsync(ContractsJson.Default.PauseRun);
        (sent.By, sent.Reason).ShouldBe(("admin", "the index is being rebuilt"));
    }

    [Theory]
    [InlineData("The run is not paused", "resume")]
    [InlineData("restart the run from it", "retry")]
    [InlineData("Step '/do/0/read#1' is not parked", "retry", "--step", Step)]
    [InlineData("'/do/7/none' is neither a task", "restart", "--from", "/do/7/none")]
    [InlineData("Step '/do/0/other#1' is not open", "complete", "--step", "/do/0/other#1", "--output", "1")]
    [InlineData("Open: /do/0/read#1", "skip", "--step", "/do/0/other#1")]
    public async Task What_the_state_forbids_is_refused_with_the_reason(string reason, string command, params string[] options)
    {
        var (run, _) = await BegunAsync();
        var shell = new Shell(host);
        (await shell.RunAsync([command, run, .. options])).ShouldBe(ExitCode.Failed);
        shell.Error.ShouldContain(reason);
        shell.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_restart_names_the_step_that_the_task_last_began_as()
    {
        var (run, script) = await BegunAsync();
        await new Shell(host).OkAsync("restart", run, "--from", "/do/0/read");
        (await script.SentAsync(ContractsJson.Default.RestartStep)).Step.ShouldBe(Step);
    }

    [Fact]
    public async Task A_step_is_completed_with_json_and_skipped_with_or_without()
    {
        var (run, script) = await BegunAsync();
        var shell = new Shell(host);
        await shell.OkAsync("complete", run, "--step", Step, "--output", """{"text":"by hand"}""", "--reason", "on paper", "--json");
        shell.Json.GetProperty("id").GetString().ShouldBe(run);
        var completed = await script.SentAsync(ContractsJson.Default.CompleteStep);
        (completed.Step, completed.Reason, completed.Output.GetRawText()).ShouldBe((Step, "on paper", """{"text":"by hand"}"""));

        await shell.OkAsync("skip", run, "--step", "/do/0/read");
        var skipped = await script.SentAsync(ContractsJson.Default.SkipStep);
        (skipped.Step, skipped.Output).ShouldBe(("/do/0/read", null));
    }

    [Fact]
    public async Task A_cancel_can_leave_what_completed_as_it_is()
    {
        var (run, script) = await BegunAsync();
        await new Shell(host).OkAsync("cancel", run, "--no-compensation");
        (await script.SentAsync(ContractsJson.Default.CancelRun)).Compensate.ShouldBeFalse();
    }

    [Theory]
    [InlineData("restart")]
    [InlineData("complete", "--step", Step)]
    [InlineData("complete", "--step", Step, "--output", "{not json")]
    [InlineData("skip")]
    public async Task What_is_missing_or_no_json_is_bad_usage(string command, params string[] options)
    {
        var shell = new Shell(host);
        (await shell.RunAsync([command, $"{Guid.NewGuid()}", .. options])).ShouldBe(ExitCode.Usage);
        shell.Error.ShouldNotBeEmpty();
    }

    private async Task<(string Run, RunScript Script)> BegunAsync()
    {
        using var admin = host.Admin;
        var id = await Samples.StartAsync(admin);
        var script = new RunScript(host, "default", id);
        await script.BeginAsync();
        return ($"{id}", script);
    }
}

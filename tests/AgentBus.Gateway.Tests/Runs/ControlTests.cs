using System.Net;
using AgentBus.Contracts;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Tests.Support;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;

namespace AgentBus.Gateway.Tests.Runs;

public sealed class ControlTests(GatewayHost host) : ReadingTest(host)
{
    [Fact]
    public async Task A_pause_is_202_and_tells_the_orchestrator_who_asked_and_why()
    {
        var run = await BegunAsync();
        var answer = await PostAsync(run, "pause", """{"reason":"the index is being rebuilt"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        RunScript.IdOf(await answer.JsonAsync()).ShouldBe(run);
        var message = await new RunScript(Host, "default", run).SentAsync(ContractsJson.Default.PauseRun);
        (message.By, message.Reason).ShouldBe(("admin", "the index is being rebuilt"));
        message.Command.ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public async Task What_the_state_forbids_is_409_with_a_code_and_what_to_do()
    {
        var run = await BegunAsync();
        await ShouldRefuseAsync(run, "resume", null, "not-paused", "not paused");
        await ShouldRefuseAsync(run, "retry", null, "nothing-to-retry", "restart");
        await ShouldRefuseAsync(run, "restart", """{"from":"/do/7/none"}""", "no-such-task", "/do/7/none");
        await ShouldRefuseAsync(run, "steps/%2Fdo%2F0%2Fother%231/skip", null, "step-not-open", "/do/0/read#1");
        await new RunScript(Host, "default", run).CommitAsync(set => set with
        {
            Status = "Completed",
            EndedAt = set.At,
            EngineState = (RunState.FromBytes(set.EngineState) with { Status = RunStatus.Completed }).ToBytes(),
        });
        await ShouldRefuseAsync(run, "cancel", null, "run-ended", "Completed");
        await ShouldRefuseAsync(run, "pause", null, "run-ended", "Completed");
        await ShouldRefuseAsync(run, "retry", null, "run-ended", "Restart it");
    }

    [Fact]
    public async Task A_restart_takes_the_input_from_the_history()
    {
        var run = await BegunAsync();
        (await PostAsync(run, "restart", """{"from":"/do/0/read","reason":"again"}""")).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var message = await new RunScript(Host, "default", run).SentAsync(ContractsJson.Default.RestartStep);
        message.Step.ShouldBe("/do/0/read#1");
        message.Origin.GetProperty("input").GetString().ShouldBe("input");
    }

    [Fact]
    public async Task A_step_is_named_by_one_encoded_segment()
    {
        var run = await BegunAsync();
        (await PostAsync(run, "steps/%2Fdo%2F0%2Fread%231/complete", """{"output":{"text":"by hand"}}""")).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var message = await new RunScript(Host, "default", run).SentAsync(ContractsJson.Default.CompleteStep);
        message.Step.ShouldBe("/do/0/read#1");
        message.Output.Text("text").ShouldBe("by hand");
        (await PostAsync(run, "steps/%2Fdo%2F0%2Fread%231/complete", "{}")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(run, "restart", "{}")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(run, "pause", """{"why":"x"}""")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Another_tenants_run_is_not_there()
    {
        var run = await BegunAsync();
        var stranger = await Host.ClientAsync("control-stranger", Roles.Operator);
        (await stranger.PostAsync($"/v1/runs/{run}/pause", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<Guid> BegunAsync()
    {
        var run = await Samples.StartAsync(Client);
        await new RunScript(Host, "default", run).BeginAsync();
        return run;
    }

    private Task<HttpResponseMessage> PostAsync(Guid run, string what, string? body) =>
        Client.PostAsync(new Uri($"/v1/runs/{run}/{what}", UriKind.Relative), body is null ? null : Http.Json(body));

    private async Task ShouldRefuseAsync(Guid run, string what, string? body, string code, string detail)
    {
        var answer = await PostAsync(run, what, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict, what);
        var problem = await answer.JsonAsync();
        problem.Text("type").ShouldBe($"urn:agentbus:problem:{code}");
        problem.Text("detail").ShouldContain(detail);
    }
}

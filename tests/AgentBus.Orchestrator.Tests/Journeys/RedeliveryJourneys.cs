using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentBus.Contracts;
using AgentBus.Hosting.Bus;
using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Tests.Journeys;

/// <summary>Messages that come twice and are known again by their id alone.</summary>
public sealed class RedeliveryJourneys : EmbeddedJourney
{
    private const string Payments = """
        document: { dsl: '1.0.3', namespace: tests, name: payments, version: '1.0.0' }
        do:
          - first: { listen: { to: { one: { with: { type: paid, data: '${ .n == 1 }' } } } } }
          - second: { listen: { to: { one: { with: { type: paid } } } } }
        """;

    [Fact]
    public async Task An_event_that_nothing_wanted_is_not_taken_by_a_later_listener_when_its_message_comes_again()
    {
        var run = await StartAsync();
        var early = Guid.NewGuid();

        await PaidAsync(run, 2, early);
        await SeenAsync(run, "event.ignored");
        await PaidAsync(run, 1);
        await SeenAsync(run, "step.started", 2);
        await PaidAsync(run, 2, early);
        await PaidAsync(run, 3);
        await Journey.EndedAsync(Service, run);

        var output = JsonElement.Parse((await Queries.DocumentAsync("default", run, DocumentKeys.Output, default))!);
        output[0].GetProperty("n").GetInt32().ShouldBe(3);
        (await CountAsync(run, "event.ignored")).ShouldBe(1);
    }

    [Fact]
    public async Task A_pause_that_comes_again_after_the_resume_does_not_pause_the_run()
    {
        var run = await StartAsync();
        var pause = Guid.NewGuid();
        await PauseAsync(run, pause);
        await SeenAsync(run, "run.paused");
        await ResumeAsync(run);
        await SeenAsync(run, "run.resumed");

        await PauseAsync(run, pause);
        await PaidAsync(run, 1);
        await SeenAsync(run, "step.started", 2);
        await PaidAsync(run, 3);

        await Journey.EndedAsync(Service, run);
        (await CountAsync(run, "run.paused")).ShouldBe(1);
    }

    [Fact]
    public async Task A_resume_that_comes_again_after_another_pause_does_not_let_the_run_go_on()
    {
        var run = await StartAsync();
        var resume = Guid.NewGuid();
        await PauseAsync(run);
        await SeenAsync(run, "run.paused");
        await ResumeAsync(run, resume);
        await SeenAsync(run, "run.resumed");
        await PauseAsync(run);
        await SeenAsync(run, "run.paused", 2);

        await ResumeAsync(run, resume);
        await PaidAsync(run, 1);
        await SeenAsync(run, "event.kept");
        (await Queries.GetAsync("default", run, default))!.Status.ShouldBe("Paused");

        await ResumeAsync(run);
        await SeenAsync(run, "step.started", 2);
        await PaidAsync(run, 3);
        await Journey.EndedAsync(Service, run);
        (await CountAsync(run, "run.resumed")).ShouldBe(2);
    }

    /// <summary>A run that waits for its first payment.</summary>
    private async Task<Guid> StartAsync()
    {
        await Journey.PutAsync(Service, Payments);
        var run = await Journey.StartAsync(Service, "payments", "{}");
        await SeenAsync(run, "step.started");
        return run;
    }

    private Task PaidAsync(Guid run, int number, Guid? messageId = null)
    {
        var happened = JsonSerializer.SerializeToElement(new { specversion = "1.0", id = $"{number}", source = "/shop", type = "paid", data = new { n = number } });
        return SendAsync(new DeliverEvent("default", run, happened, "operator"), ContractsJson.Default.DeliverEvent, messageId);
    }

    private Task PauseAsync(Guid run, Guid? messageId = null) =>
        SendAsync(new PauseRun("default", run, Guid.NewGuid(), "operator"), ContractsJson.Default.PauseRun, messageId);

    private Task ResumeAsync(Guid run, Guid? messageId = null) =>
        SendAsync(new ResumeRun("default", run, Guid.NewGuid(), "operator"), ContractsJson.Default.ResumeRun, messageId);

    private Task SendAsync<T>(T message, JsonTypeInfo<T> json, Guid? messageId) => Sender.SendAsync(
        new OutgoingMessage(
            messageId ?? Guid.NewGuid(), Queues.Orchestrator, "", typeof(T).Name, "application/json", JsonSerializer.SerializeToUtf8Bytes(message, json),
            new Dictionary<string, string>()),
        CancellationToken.None);
}

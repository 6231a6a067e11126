using System.Text;
using AgentBus.Contracts;
using AgentBus.Storage.DeadLetters;
using AgentBus.Storage.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Orchestrator.Tests.Journeys;

/// <summary>Events of a run keep their order, and on the in-memory transport each waits for the consumption of the one before.</summary>
public sealed class DeadEventJourneys : EmbeddedJourney
{
    private const string Hear = """
        document: { dsl: '1.0.3', namespace: tests, name: hear, version: '1.0.0' }
        do: [ { hear: { listen: { to: { one: { with: { type: told } } } } } } ]
        """;

    [Fact]
    public async Task An_event_that_is_dead_lettered_holds_back_no_later_event_of_its_run()
    {
        await Journey.PutAsync(Service, Hear);
        var listener = await Journey.StartAsync(Service, "hear", "{}");
        await SeenAsync(listener, "step.started");
        var teller = Guid.NewGuid();

        await Outbox.AddAsync("default", teller, [Event("this is no event"), Event("nor is this")], default);
        await DeadLettersAsync(2);
        await Outbox.AddAsync("default", teller, [Event("""{"specversion":"1.0","id":"1","source":"/tests","type":"told","data":{}}""")], default);

        await Journey.EndedAsync(Service, listener);
    }

    private static OutboxRow Event(string body) => new(
        Guid.NewGuid(), Queues.Events, "told", "CloudEvent", "application/cloudevents+json", Encoding.UTF8.GetBytes(body), TimeProvider.System.GetUtcNow());

    private async Task DeadLettersAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        var letters = Service.Services.GetRequiredService<IDeadLetterStore>();
        while ((await letters.CountOpenAsync(limit.Token)).Values.Sum() < count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }
    }
}

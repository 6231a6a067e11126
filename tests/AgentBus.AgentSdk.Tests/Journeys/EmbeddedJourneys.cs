using System.Text.Json;
using System.Threading.Channels;
using AgentBus.AgentSdk.Tests.Agents;
using AgentBus.Contracts;
using AgentBus.Hosting.Bus;
using AgentBus.TestKit.Services;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.AgentSdk.Tests.Journeys;

/// <summary>A worker and the queue of its results in one process.</summary>
public sealed class EmbeddedJourneys
{
    [Theory]
    [InlineData(Priorities.Normal)]
    [InlineData(Priorities.High)]
    public async Task An_agent_works_on_the_in_memory_transport(string priority)
    {
        var results = Channel.CreateUnbounded<AttemptFinished>();
        await using var service = await TestService.StartAsync(new Dictionary<string, string?> { ["Bus:Transport"] = "memory" }, builder =>
        {
            builder.AddAgent<ClerkAgent>();
            builder.Services.AddBusEndpoint(new BusEndpoint
            {
                Queue = Queues.Orchestrator,
                Types = [WireType.Of(ContractsJson.Default.AttemptFinished)],
                Concurrency = 1,
                Register = _ => { },
                Configure = (_, receive) => receive.Handler<AttemptFinished>(context => results.Writer.WriteAsync(context.Message).AsTask()),
            });
        });
        var dispatch = Dispatches.Of("echo");

        await service.Services.GetRequiredService<IMessageSender>().SendAsync(
            new OutgoingMessage(
                Guid.NewGuid(), Queues.Lane(Queues.Agent("clerk"), priority), "", nameof(DispatchAttempt), "application/json",
                JsonSerializer.SerializeToUtf8Bytes(dispatch, ContractsJson.Default.DispatchAttempt), new Dictionary<string, string>()),
            CancellationToken.None);

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        var finished = await results.Reader.ReadAsync(limit.Token);
        (finished.Step, finished.Kind).ShouldBe((dispatch.Step, AgentResultKind.Done));
    }
}

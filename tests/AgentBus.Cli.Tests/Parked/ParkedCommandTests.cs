using AgentBus.Cli.Tests.Support;
using AgentBus.Gateway.Tests.Support;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Cli.Tests.Parked;

public sealed class ParkedCommandTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    [Fact]
    public async Task Parked_messages_are_listed_released_and_discarded()
    {
        var (one, two) = (await ParkAsync(), await ParkAsync());
        var shell = new Shell(host);

        var all = await shell.OkAsync("parked", "list");
        all.ShouldContain($"{one}");
        all.ShouldContain("too large");
        await shell.OkAsync("parked", "release", $"{one}");
        shell.Error.ShouldContain("is published again");
        (await shell.RunAsync("parked", "release", $"{one}")).ShouldBe(ExitCode.Failed);
        (await shell.RunAsync("parked", "discard", $"{two}")).ShouldBe(ExitCode.Usage);
        await shell.OkAsync("parked", "discard", $"{two}", "--reason", "a test");

        await shell.OkAsync("parked", "list");
        shell.Error.ShouldContain("Nothing is parked.");
    }

    private async Task<Guid> ParkAsync()
    {
        var outbox = host.Services.GetRequiredService<IOutboxStore>();
        var row = new OutboxRow(Guid.NewGuid(), "agentbus.agent.x", "", "DispatchAttempt", "application/json", "{}"u8.ToArray(), TimeProvider.System.GetUtcNow());
        await outbox.AddAsync("default", null, [row], CancellationToken.None);
        await outbox.FailAsync(row.MessageId, "too large", null, CancellationToken.None);
        return row.MessageId;
    }
}

using System.Text.Json;

namespace AgentBus.Benchmarks;

/// <summary>Both processes of the floor.</summary>
internal sealed class FloorHouse : IAsyncDisposable
{
    private readonly OwnProcess _orchestrator;
    private readonly OwnProcess _agent;

    private FloorHouse(OwnProcess orchestrator, OwnProcess agent) => (_orchestrator, _agent) = (orchestrator, agent);

    public ProcessGroup Orchestrator => new("orchestrator", _orchestrator.Id);

    public ProcessGroup Agent => new("agent", _agent.Id);

    public static async Task<FloorHouse> StartAsync(Servers servers)
    {
        var broker = await servers.AddVirtualHostAsync("floor");
        var database = await servers.AddDatabaseAsync();
        var address = $"amqp://{broker.Username}:{broker.Password}@{broker.Host}:{broker.Port}/{broker.VirtualHost}";
        return new FloorHouse(await OwnProcess.StartAsync("floor-orchestrator", address, database), await OwnProcess.StartAsync("floor-agent", address));
    }

    public async Task<FloorFigures> RunAsync(int runs, int inFlight) =>
        JsonSerializer.Deserialize(await _orchestrator.AskAsync($"{runs} {inFlight}"), FloorJson.Default.FloorFigures)!;

    public async ValueTask DisposeAsync()
    {
        await _orchestrator.DisposeAsync();
        await _agent.DisposeAsync();
    }
}

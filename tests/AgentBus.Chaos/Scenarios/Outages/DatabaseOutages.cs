using AgentBus.Chaos.Houses;
using AgentBus.Chaos.Running;
using AgentBus.TestKit.Postgres;

namespace AgentBus.Chaos.Scenarios.Outages;

/// <summary>PostgreSQL whose postmaster is killed with <c>kill -9</c>, whose backends are terminated again and again, and that freezes.</summary>
internal sealed class DatabaseOutages : IScenario
{
    private const int WholeRuns = 300;
    private static readonly TimeSpan Down = TimeSpan.FromSeconds(5);

    public string Name => "database-outages";

    public async Task<Outcome> RunAsync(ScenarioContext context, CancellationToken cancellationToken)
    {
        await using var server = await PostgresServer.StartAsync();
        await using var house = await context.OpenHouseAsync(new HousePlan { Ground = () => GroundAsync(server) }, cancellationToken);
        return await new Siege(context, house).PlayAsync([.. Faults(context, server)], context.Scaled(WholeRuns, 40), cancellationToken);
    }

    /// <summary>The broker of the other scenarios, and this server.</summary>
    public static async Task<Ground> GroundAsync(PostgresServer server)
    {
        var own = await Ground.OwnAsync();
        return new Ground
        {
            Broker = own.Broker,
            Store = await server.CreateDatabaseAsync(),
            ControlAsync = own.ControlAsync,
            Leave = own.DisposeAsync,
        };
    }

    private static IEnumerable<Fault> Faults(ScenarioContext context, PostgresServer server)
    {
        yield return Killed(server);
        for (var storm = 0; storm < context.Scaled(3, 1); storm++)
        {
            var blows = context.Scaled(12, 4);
            yield return new Fault($"every backend terminated, {blows} times", () => StormAsync(server, blows), TimeSpan.Zero, () => Task.CompletedTask);
        }

        yield return new Fault("the server freezes", server.SuspendAsync, TimeSpan.FromSeconds(context.Scaled(25, 8)), server.ResumeAsync);
        yield return Killed(server);
    }

    private static Fault Killed(PostgresServer server) => new("kill -9 of the postmaster", server.KillAsync, Down, server.StartAgainAsync);

    private static async Task StormAsync(PostgresServer server, int blows)
    {
        for (var blow = 0; blow < blows; blow++)
        {
            await server.TerminateBackendsAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(400), TimeProvider.System);
        }
    }
}

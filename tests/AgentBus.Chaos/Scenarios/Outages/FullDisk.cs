using AgentBus.Chaos.Houses;
using AgentBus.Chaos.Inspection;
using AgentBus.Chaos.Running;
using AgentBus.TestKit.Postgres;

namespace AgentBus.Chaos.Scenarios.Outages;

/// <summary>The disk of PostgreSQL, a small tmpfs, fills up under load and has space again; the server is started again where it died of it.</summary>
internal sealed class FullDisk : IScenario
{
    private const int DiskMegabytes = 256;
    private const int WholeRuns = 200;

    public string Name => "full-disk";

    public async Task<Outcome> RunAsync(ScenarioContext context, CancellationToken cancellationToken)
    {
        if (PostgresServer.NoSmallDisk is { } reason)
        {
            return new Outcome(0, 0, new Verdict(), new Dictionary<string, double>(), reason);
        }

        await using var server = await PostgresServer.StartAsync(DiskMegabytes);
        await using var house = await context.OpenHouseAsync(new HousePlan { Ground = () => DatabaseOutages.GroundAsync(server) }, cancellationToken);
        var fault = new Fault("the disk is full", server.FillDiskAsync, TimeSpan.FromSeconds(context.Scaled(12, 5)), async () =>
        {
            await server.FreeDiskAsync();
            await server.StartAgainAsync();
        });
        var outcome = await new Siege(context, house).PlayAsync([fault, fault], context.Scaled(WholeRuns, 40), cancellationToken);

        // Otherwise nothing was shown.
        if (!await server.WroteAsync("No space left on device"))
        {
            outcome.Verdict.AddLeftover("the disk was never full: PostgreSQL did not complain");
        }

        return outcome;
    }
}

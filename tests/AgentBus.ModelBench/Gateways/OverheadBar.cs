using AgentBus.ModelBench.Bars;
using AgentBus.ModelBench.Report;
using AgentBus.TestKit.Postgres;

namespace AgentBus.ModelBench.Gateways;

/// <summary>What the gateway adds to a call, as a process of its own that holds a budget.</summary>
internal sealed class OverheadBar : IMeasurement
{
    public Section Section => Section.Gateway;

    public string Id => "overhead";

    public async Task<Figure> MeasureAsync(CancellationToken cancellationToken)
    {
        var alone = await GatewayOverhead.MeasureAsync(null, cancellationToken);
        var database = await PostgresCluster.CreateDatabaseAsync();
        var shared = await GatewayOverhead.MeasureAsync(database, cancellationToken);
        await PostgresCluster.DropDatabaseAsync(database);
        return Figure.AtMost("added to a direct call, 1 caller, p50 in ms", alone.AtOne, 1, 1).With(
            Figure.AtMost("the same, 10 callers", alone.AtTen, 5, 5),
            Figure.Told("budgets and decisions in PostgreSQL, 1 caller", shared.AtOne),
            Figure.Told("the same, 10 callers", shared.AtTen));
    }
}

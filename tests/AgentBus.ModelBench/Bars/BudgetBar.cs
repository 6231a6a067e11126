using System.Net;
using AgentBus.ModelBench.Data;
using AgentBus.ModelBench.Report;
using AgentBus.TestKit.Postgres;

namespace AgentBus.ModelBench.Bars;

/// <summary>Whether budgets hold: the share of strong calls of the cold start passes beside the share asked for, and money when many spend it at once.</summary>
internal sealed class BudgetBar(RoutingData data) : IMeasurement
{
    public Section Section => Section.Bars;

    public string Id => "R7";

    public async Task<Figure> MeasureAsync(CancellationToken cancellationToken)
    {
        var share = Averages.Online(data.Both, RoutingData.Settings).Max(pass => pass.LargestShareError) * 100;
        var database = await PostgresCluster.CreateDatabaseAsync();
        var race = await new BudgetRace(database).RunAsync(cancellationToken);
        await PostgresCluster.DropDatabaseAsync(database);
        return Figure.AtMost("largest error of the share of strong calls, .1 to .9, in points", share, 0.5, 0.5).With(
            Figure.AtMost($"USD overspent by {BudgetRace.Callers} callers over {BudgetRace.Gateways} gateways, one of them killed", (double)race.OverspentUsd, 0, 0),
            Figure.Told("USD of the limit", (double)race.LimitUsd),
            Figure.Told("USD spent in the end", (double)race.FinalUsd),
            Figure.Told("calls answered", race.Answers.GetValueOrDefault(HttpStatusCode.OK)),
            Figure.Told("seconds from the first call to the last refusal", race.Took.TotalSeconds));
    }
}

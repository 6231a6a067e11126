using AgentBus.Chaos.Houses;

namespace AgentBus.Chaos.Inspection;

/// <summary>
/// Budgets add up: the sum of a run is what its attempts reported, each once, and what its children had come to when they ended (a result that comes
/// later stands with the child alone); what an attempt reported is what the world took for it; and every attempt that paid was reported, or was lost
/// with its worker, or given up with its dispatch.
/// </summary>
internal sealed class MoneyCheck(House house, Verdict verdict)
{
    private const string Reports = """
        select run, step, (data::jsonb ->> 'attempt')::int, coalesce((data::jsonb ->> 'costUsd')::numeric, 0),
          type = 'attempt.lost' or coalesce(data::jsonb ->> 'code', '') = 'dead-letter'
        from history where type in ('attempt.finished', 'attempt.failed', 'attempt.superseded', 'attempt.late', 'attempt.lost')
        """;

    // What came after the end of its run.
    private const string Late = """
        select h.run, sum(coalesce((h.data::jsonb ->> 'costUsd')::numeric, 0))
        from history h join (
          select run, max(number) as number from history where type in ('run.completed', 'run.faulted', 'run.cancelled') group by run) e
          on e.run = h.run and h.number > e.number
        where h.type in ('attempt.superseded', 'attempt.late') group by h.run
        """;

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var entries = await house.Store.ListAsync(
            Reports, row => (Run: row.GetGuid(0), Step: row.GetString(1), Attempt: row.GetInt32(2), Cost: row.GetDecimal(3), Lost: row.GetBoolean(4)),
            cancellationToken);
        var reports = entries.Where(entry => !entry.Lost).ToList();
        var lost = entries.Where(entry => entry.Lost).Select(entry => (entry.Run, entry.Step, entry.Attempt)).ToHashSet();
        foreach (var twice in reports.GroupBy(report => (report.Run, report.Step, report.Attempt)).Where(group => group.Count() > 1))
        {
            verdict.AddLeftover($"attempt {twice.Key.Attempt} of {twice.Key.Step} of run {twice.Key.Run} was counted {twice.Count()} times");
        }

        var paid = house.World.Charges.ToDictionary(charge => (charge.Run, charge.Step, charge.Attempt));
        foreach (var wrong in reports.Where(report => report.Cost > 0 && paid.GetValueOrDefault((report.Run, report.Step, report.Attempt))?.PriceUsd != report.Cost))
        {
            verdict.AddLeftover($"attempt {wrong.Attempt} of {wrong.Step} of run {wrong.Run} reported {wrong.Cost} USD, which the world did not take");
        }

        var reported = reports.Where(report => report.Cost > 0).Select(report => (report.Run, report.Step, report.Attempt)).ToHashSet();
        foreach (var silent in paid.Values.Where(charge => !reported.Contains((charge.Run, charge.Step, charge.Attempt)) && !lost.Contains((charge.Run, charge.Step, charge.Attempt))))
        {
            verdict.AddLeftover($"attempt {silent.Attempt} of {silent.Step} of run {silent.Run} paid {silent.PriceUsd} USD and reported nothing");
        }

        await SumsAsync(reports.ToLookup(report => report.Run, report => report.Cost), cancellationToken);
    }

    private async Task SumsAsync(ILookup<Guid, decimal> reports, CancellationToken cancellationToken)
    {
        var runs = await house.Store.ListAsync(
            "select id, parent, cost_usd from runs",
            row => (Id: row.GetGuid(0), Parent: row.IsDBNull(1) ? (Guid?)null : row.GetGuid(1), Cost: row.GetDecimal(2)), cancellationToken);
        var late = (await house.Store.ListAsync(Late, row => (Run: row.GetGuid(0), Cost: row.GetDecimal(1)), cancellationToken)).ToDictionary(one => one.Run, one => one.Cost);
        var children = runs.Where(run => run.Parent is not null).ToLookup(run => run.Parent!.Value, run => run.Cost - late.GetValueOrDefault(run.Id));
        foreach (var run in runs)
        {
            var sum = reports[run.Id].Sum() + children[run.Id].Sum();
            if (run.Cost != sum)
            {
                verdict.AddLeftover($"run {run.Id} says {run.Cost} USD; its attempts and children come to {sum}");
            }
        }
    }
}

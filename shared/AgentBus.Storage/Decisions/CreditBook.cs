using AgentBus.Models.Decisions;
using AgentBus.Storage.Data;

namespace AgentBus.Storage.Decisions;

/// <summary>
/// The one order in which all gateways learn. Rows of concurrent commits become visible in any order, so positions are given afterwards, by one process at a time,
/// to what is visible by then; with the position it is written down which decisions an outcome judges, as a later look might find more of them.
/// </summary>
internal sealed class CreditBook(Database database)
{
    private const int AtOnce = 500;

    public async Task<IReadOnlyList<OutcomeCredit>> AfterAsync(long position, DateTimeOffset settledBefore, int limit, CancellationToken cancellationToken)
    {
        while (await AnyWaitingAsync(settledBefore, cancellationToken) && await PlaceAsync(settledBefore, cancellationToken) == AtOnce)
        {
            // The next ones.
        }

        return await database.QueryAsync(
            $"""
            select c.position, c.weight, {DecisionRows.Decision}, {DecisionRows.Outcome} from model_credits c
            join model_outcomes o on o.id = c.outcome join model_decisions d on d.id = c.decision
            where c.position > @position order by c.position limit @limit
            """,
            new { position, limit },
            row => new OutcomeCredit(row.GetInt64(0), row.ReadDecision(2), row.ReadOutcome(4), row.GetDouble(1)),
            cancellationToken);
    }

    private async Task<bool> AnyWaitingAsync(DateTimeOffset settledBefore, CancellationToken cancellationToken) => (await database.QueryAsync(
        $"select 1 from model_outcomes o where {Waiting} limit 1", new { before = database.Time(settledBefore) }, _ => true, cancellationToken)).Count > 0;

    private string Waiting => $"{database.Not("o.is_credited")} and o.at < @before";

    private Task<int> PlaceAsync(DateTimeOffset settledBefore, CancellationToken cancellationToken) => database.WriteAsync(
        async statements =>
        {
            var last = (await statements.QueryAsync(
                $"select n.position from model_credit_counter n where n.id = 1 {database.ForUpdateOf("n")}", new { }, row => row.GetInt64(0)))[0];
            var waiting = await statements.QueryAsync(
                $"select o.id, o.at from model_outcomes o where {Waiting} order by o.at, o.seq limit @AtOnce",
                new { before = database.Time(settledBefore), AtOnce }, row => (Id: row.GetGuid(0), At: row.Time(1)));
            if (waiting.Count == 0)
                return 0;
            var judged = await JudgedAsync(statements, [.. waiting.Select(outcome => outcome.Id)]);
            List<(Guid Outcome, Guid Decision, double Weight, DateTimeOffset At)> credits =
                [.. waiting.SelectMany(outcome => judged[outcome.Id].Select(decision => (outcome.Id, decision, 1.0 / judged[outcome.Id].Count(), outcome.At)))];
            await WriteAsync(statements, last, credits);
            await statements.ExecuteAsync(
                $"update model_outcomes set is_credited = @yes where {database.IsOneOf("id", $"select i.id from {database.Ids("@ids")} i")}",
                new { yes = true, ids = database.IdList([.. waiting.Select(outcome => outcome.Id)]) });
            await statements.ExecuteAsync("update model_credit_counter set position = @last where id = 1", new { last = last + credits.Count });
            return waiting.Count;
        },
        cancellationToken);

    /// <summary>The decisions that each outcome judges: the one it names, else all of its attempt.</summary>
    private async Task<ILookup<Guid, Guid>> JudgedAsync(Statements statements, IReadOnlyList<Guid> outcomes)
    {
        var these = database.IsOneOf("o.id", $"select i.id from {database.Ids("@ids")} i");
        var pairs = await statements.QueryAsync(
            $"""
            select o.id, d.id from model_outcomes o join model_decisions d on d.id = o.decision and d.tenant = o.tenant where {these}
            union all
            select o.id, d.id from model_outcomes o join model_decisions d on d.run = o.run and d.step = o.step and d.attempt = o.attempt and d.tenant = o.tenant
            where o.decision is null and d.run is not null and {these}
            """,
            new { ids = database.IdList(outcomes) },
            row => (Outcome: row.GetGuid(0), Decision: row.GetGuid(1)));
        return pairs.OrderBy(pair => pair.Decision).ToLookup(pair => pair.Outcome, pair => pair.Decision);
    }

    private async Task WriteAsync(Statements statements, long last, List<(Guid Outcome, Guid Decision, double Weight, DateTimeOffset At)> credits)
    {
        if (credits.Count == 0)
            return;
        var columns = new RowColumns(credits.Count);
        columns.Add("position", "bigint", credits.Select((_, index) => last + 1 + index));
        columns.Add("outcome", "uuid", credits.Select(credit => credit.Outcome));
        columns.Add("decision", "uuid", credits.Select(credit => credit.Decision));
        columns.Add("weight", "double precision", credits.Select(credit => credit.Weight));
        columns.Add("at", "timestamptz", credits.Select(credit => credit.At.ToUniversalTime()));
        await database.WriteRowsAsync(
            statements,
            s => $"insert into model_credits (position, outcome, decision, weight, at) select s.position, s.outcome, s.decision, s.weight, s.at from {s}",
            columns);
    }
}

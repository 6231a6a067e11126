using System.Globalization;
using AgentBus.Models.Decisions;
using AgentBus.Storage.Data;

namespace AgentBus.Storage.Decisions;

/// <summary>Decisions, outcomes and what was learned from them, on either database.</summary>
internal sealed class DecisionLog(Database database) : IDecisionLog
{
    private readonly CreditBook _credits = new(database);

    public async Task AppendAsync(IReadOnlyList<ModelDecision> decisions, CancellationToken cancellationToken)
    {
        if (decisions.Count == 0)
            return;
        await database.WriteAsync(
            statements => database.WriteRowsAsync(
                statements,
                s => $"""
                    insert into model_decisions (id, tenant, at, run, step, attempt, body, features)
                    select s.id, s.tenant, s.at, s.run, s.step, s.attempt, s.body, s.features from {s} where true order by s.id
                    on conflict (id) do nothing
                    """,
                DecisionRows.Of(decisions)),
            cancellationToken);
    }

    public Task<ModelDecision?> FindAsync(Guid id, CancellationToken cancellationToken) => database.FirstAsync(
        $"select {DecisionRows.Decision} from model_decisions d where d.id = @id", new { id }, row => row.ReadDecision(0), cancellationToken);

    public Task<IReadOnlyList<ModelDecision>> ListAsync(string tenant, DateTimeOffset since, Guid? after, int limit, CancellationToken cancellationToken)
    {
        var conditions = new Conditions("d.tenant = @tenant and d.at >= @since", new { tenant, since = database.Time(since), limit });
        conditions.Add("(d.at, d.id) > (select p.at, p.id from model_decisions p where p.id = @after)", "after", after);
        return database.QueryAsync(
            $"select {DecisionRows.Decision} from model_decisions d where {conditions} order by d.at, d.id limit @limit", conditions.Parameters,
            row => row.ReadDecision(0), cancellationToken);
    }

    public Task<IReadOnlyList<ModelDecision>> LatestAsync(string tenant, Guid? run, int limit, CancellationToken cancellationToken)
    {
        var conditions = new Conditions("d.tenant = @tenant", new { tenant, limit });
        conditions.Add("d.run = @run", "run", run);
        return database.SearchAsync(
            $"select {DecisionRows.Decision} from model_decisions d where {conditions} order by d.at desc, d.id desc limit @limit", conditions.Parameters,
            row => row.ReadDecision(0), cancellationToken);
    }

    public Task<IReadOnlyList<ModelUse>> UseAsync(string tenant, DateTimeOffset since, CancellationToken cancellationToken) => database.SearchAsync(
        $"""
        select u.model, count(*), sum(case when u.outcome = @answered then 0 else 1 end), sum(u.usd) from (
          select {database.Member("d.body", "chosen")} as model, {database.Member("d.body", "outcome")} as outcome, cast({database.Member("d.body", "costUsd")} as numeric) as usd
          from model_decisions d where d.tenant = @tenant and d.at >= @since) u
        group by u.model order by u.model
        """,
        new { tenant, since = database.Time(since), answered = ModelDecision.Answered },
        row => new ModelUse(row.GetString(0), row.GetInt64(1), row.GetInt64(2), Convert.ToDecimal(row.GetValue(3), CultureInfo.InvariantCulture)),
        cancellationToken);

    public Task<IReadOnlyList<ModelOutcome>> OutcomesOfAsync(ModelDecision decision, CancellationToken cancellationToken) => database.QueryAsync(
        $"""
        select {DecisionRows.Outcome} from model_outcomes o where o.decision = @id and o.tenant = @tenant
        union all
        select {DecisionRows.Outcome} from model_outcomes o
        where o.run = @run and o.step = @step and o.attempt = @attempt and o.decision is null and o.tenant = @tenant
        order by at
        """,
        new { id = decision.Id, tenant = decision.Tenant, run = decision.RunId, step = decision.Step, attempt = decision.Attempt },
        row => row.ReadOutcome(0),
        cancellationToken);

    public async Task<int> AddOutcomesAsync(IReadOnlyList<ModelOutcome> outcomes, CancellationToken cancellationToken) => outcomes.Count == 0
        ? 0
        : await database.WriteAsync(
            statements => database.WriteRowsAsync(
                statements,
                s => $"""
                    insert into model_outcomes (id, tenant, decision, run, step, attempt, quality, source, cost_usd, latency_ms, at)
                    select s.id, s.tenant, s.decision, s.run, s.step, s.attempt, s.quality, s.source, s.cost_usd, s.latency_ms, s.at from {s} where true order by s.id
                    on conflict (id) do nothing
                    """,
                DecisionRows.Of(outcomes)),
            cancellationToken);

    public Task<IReadOnlyList<OutcomeCredit>> CreditsAfterAsync(long position, DateTimeOffset settledBefore, int limit, CancellationToken cancellationToken) =>
        _credits.AfterAsync(position, settledBefore, limit, cancellationToken);

    public Task<LearnedState?> LoadStateAsync(string format, CancellationToken cancellationToken) => database.FirstAsync(
        "select format, position, state, at from learned_states where format = @format",
        new { format },
        row => new LearnedState(row.GetString(0), row.GetInt64(1), row.Bytes(2), row.Time(3)),
        cancellationToken);

    public Task SaveStateAsync(LearnedState state, CancellationToken cancellationToken) => database.ExecuteAsync(
        """
        insert into learned_states (format, position, state, at) values (@Format, @Position, @state, @at)
        on conflict (format) do update set position = excluded.position, state = excluded.state, at = excluded.at
          where learned_states.position < excluded.position
        """,
        new { state.Format, state.Position, state = state.State.ToArray(), at = database.Time(state.At) },
        cancellationToken);

    public async Task<int> SweepAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var deleted = 0;
        foreach (var (table, key) in new[] { ("model_credits", "position"), ("model_outcomes", "id"), ("model_decisions", "id") })
            deleted += await database.ExecuteAsync(
                $"delete from {table} where {key} in (select {key} from {table} where at < @before order by at limit @limit {database.SkipLocked})",
                new { before = database.Time(before), limit },
                cancellationToken);
        return deleted;
    }
}

namespace AgentBus.Storage.Sqlite;

/// <summary>Statements of a write set.</summary>
internal static class SqliteSetSql
{
    public const string Run = """
        update runs set version = version + 1, status = $4, engine_state = $5, error = $6, ended_at = case when $4 in ('Completed', 'Faulted', 'Cancelled') then coalesce($7, ended_at) end, updated_at = $8,
          cost_usd = cost_usd + $9, tokens = tokens + $10, history_count = history_count + $11, definition_version = coalesce($12, definition_version),
          error_type = json_extract($6, '$.type')
        where id = $1 and tenant = $2 and version = $3
        returning history_count
        """;

    public const string Begin = """
        insert into runs (id, tenant, namespace, name, definition_version, version, status, engine_state, error, error_type, history_count, request_key,
          started_by, created_at, updated_at, ended_at)
        values ($1, $2, $3, $4, $5, 1, $6, $7, $8, json_extract($8, '$.type'), $9, $10, $11, $12, $13, $14)
        on conflict do nothing returning history_count
        """;

    public const string HasHad = "select 1 from inbox where run = $1 and message_id = $2";

    public const string Inbox = "insert into inbox (run, message_id, tenant, at) values ($1, $2, $3, $4)";

    public const string Document = """
        insert into documents (run, key, tenant, json) values ($1, $2, $3, $4)
        on conflict (run, key) do update set json = excluded.json
        """;

    public const string Step = """
        insert into steps (run, step, tenant, task, name, kind, status, attempt, agent, agent_version, started_at, ended_at, cost_usd, tokens,
          reason)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        on conflict (run, step) do update set task = excluded.task, name = excluded.name, kind = excluded.kind, status = excluded.status,
          attempt = excluded.attempt, agent = excluded.agent, agent_version = excluded.agent_version, started_at = excluded.started_at,
          ended_at = excluded.ended_at, cost_usd = excluded.cost_usd, tokens = excluded.tokens, reason = excluded.reason
        """;

    public const string History =
        "insert into history (run, number, tenant, at, type, step, data) values ($1, $2, $3, $4, $5, $6, $7)";

    private const string InsertMessage = """
        insert into outbox (message_id, tenant, run, exchange, routing_key, type, content_type, body, due, timer, traceparent, held_until)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """;

    public const string Message = $"{InsertMessage} on conflict (message_id) do nothing";

    public const string Timer = $"""
        {InsertMessage}
        on conflict (run, timer) where timer is not null do update set message_id = excluded.message_id, exchange = excluded.exchange,
          routing_key = excluded.routing_key, type = excluded.type, content_type = excluded.content_type, body = excluded.body,
          due = excluded.due, traceparent = excluded.traceparent, held_until = excluded.held_until, attempts = 0, last_error = null,
          parked_at = null
        """;

    public const string CachedOutput = """
        insert into cached_outputs (tenant, agent, key, agent_version, run, step, output, stored_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (tenant, agent, key, agent_version) do update set run = excluded.run, step = excluded.step, output = excluded.output,
          stored_at = excluded.stored_at, expires_at = excluded.expires_at
        """;

    public const string Memory = """
        insert into memories (tenant, namespace, name, key, value, words, run, step, stored_at, expires_at)
        select tenant, namespace, name, $2, $3, $4, id, $5, $6, $7 from runs where id = $1
        on conflict (tenant, namespace, name, key) do update set value = excluded.value, words = excluded.words, run = excluded.run,
          step = excluded.step, stored_at = excluded.stored_at, expires_at = excluded.expires_at
        """;

    public const string Outcome = """
        insert into model_outcomes (id, tenant, run, step, attempt, quality, source, cost_usd, latency_ms, at, decision)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (id) do nothing
        """;

    public const string CloseApproval =
        "update approvals set state = $3, comment = $4, decided_at = $5 where run = $1 and step = $2 and state = 'open'";

    public const string EscalateApproval = """
        update approvals set rung = $3, assignees = $4, groups = $5, due_at = $6 where run = $1 and step = $2 and state = 'open'
        """;

    public const string Child = """
        insert into runs (id, tenant, namespace, name, definition_version, version, status, engine_state, history_count, started_by, created_at,
          updated_at, parent, parent_step)
        values ($1, $2, $3, $4, $5, 1, 'Pending', $6, 1, $7, $8, $8, $9, $10)
        on conflict do nothing
        """;

    public const string Words = "insert into run_words (run) values ($1) returning seq";

    public const string Text = "insert into run_text (rowid, words) values ($1, $2)";

    public const string Subscription = "insert into subscriptions (run, step, tenant, event_type) values ($1, $2, $3, $4)";

    public const string Approval = """
        insert into approvals (id, tenant, run, step, task, title, details, assignees, groups, form, state, created_at, due_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11, $12)
        """;
}

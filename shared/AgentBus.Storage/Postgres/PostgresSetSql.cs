namespace AgentBus.Storage.Postgres;

/// <summary>
/// Statements of a batch. The first one checks the versions; every other one joins the runs that bear the commit id which only
/// this batch's winners have, so a set that lost finds no row to join and writes nothing.
/// </summary>
internal static class PostgresSetSql
{
    private const string Won = "join runs r on r.id = s.run and r.commit_id = s.commit_id";

    public const string DeletePublished = "delete from outbox where message_id = any($1) and held_until > due";

    private const string ChangeRuns = """
        update runs r set version = r.version + 1, commit_id = s.commit_id, status = s.status, engine_state = s.engine_state,
          error = s.error, ended_at = case when s.status in ('Completed', 'Faulted', 'Cancelled') then coalesce(s.ended_at, r.ended_at) end, updated_at = s.at, cost_usd = r.cost_usd + s.cost_usd, tokens = r.tokens + s.tokens,
          history_count = r.history_count + s.entries, definition_version = coalesce(s.definition_version, r.definition_version),
          error_type = s.error::json ->> 'type'
        """;

    private const string RunValues = """
        $1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::bytea[], $7::text[], $8::timestamptz[], $9::timestamptz[],
        $10::numeric[], $11::bigint[], $12::integer[], $13::text[]
        """;

    private const string RunColumns =
        "run, commit_id, tenant, expected, status, engine_state, error, ended_at, at, cost_usd, tokens, entries, definition_version";

    // Compared as a row, so that only the primary key fits: while the table counts as empty an index that begins with the tenant looks as good.
    private const string AsLoaded = "r.id = s.run and (r.tenant, r.version) is not distinct from (s.tenant, s.expected)";

    public const string Runs = $"{ChangeRuns} from unnest({RunValues}) s({RunColumns}) where {AsLoaded} returning r.id";

    /// <summary>The same for a batch with messages that are known by their id alone.</summary>
    public const string RunsOnce = $"""
        {ChangeRuns} from unnest({RunValues}, $14::uuid[]) s({RunColumns}, message_id)
        where {AsLoaded} and not exists (select 1 from inbox i where i.run = s.run and i.message_id = s.message_id)
        returning r.id
        """;

    /// <summary>Runs that begin with this batch. One that is there already keeps its commit id, so that nothing joins it.</summary>
    public const string Begin = """
        insert into runs (id, tenant, namespace, name, definition_version, version, commit_id, status, engine_state, error, error_type, history_count,
          request_key, started_by, created_at, updated_at, ended_at)
        select s.run, s.tenant, s.namespace, s.name, s.definition_version, 1, s.commit_id, s.status, s.engine_state, s.error, s.error::json ->> 'type',
          s.entries, s.request_key, s.started_by, s.created_at, s.at, s.ended_at
        from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[], $9::text[], $10::integer[],
          $11::text[], $12::text[], $13::timestamptz[], $14::timestamptz[], $15::timestamptz[])
          s(run, commit_id, tenant, namespace, name, definition_version, status, engine_state, error, entries, request_key, started_by, created_at, at,
            ended_at)
        on conflict do nothing returning id
        """;

    public const string Words = $"""
        insert into run_words (run, words)
        select r.id, array_to_tsvector(string_to_array(s.words, ' ')) from unnest($1::uuid[], $2::uuid[], $3::text[]) s(run, commit_id, words) {Won}
        """;

    public const string Inbox = $"""
        insert into inbox (run, message_id, tenant, at)
        select r.id, s.message_id, r.tenant, r.updated_at from unnest($1::uuid[], $2::uuid[], $3::uuid[]) s(run, commit_id, message_id) {Won}
        """;

    public const string CancelTimers = $"""
        delete from outbox o using unnest($1::uuid[], $2::uuid[], $3::text[]) s(run, commit_id, timer) {Won}
        where o.run = s.run and o.timer = s.timer
        """;

    public const string Documents = $"""
        insert into documents (run, key, tenant, json)
        select r.id, s.key, r.tenant, s.json from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[]) s(run, commit_id, key, json) {Won}
        on conflict (run, key) do update set json = excluded.json
        """;

    public const string Steps = $"""
        insert into steps (run, step, tenant, task, name, kind, status, attempt, agent, agent_version, started_at, ended_at, cost_usd, tokens,
          reason)
        select r.id, s.step, r.tenant, s.task, s.name, s.kind, s.status, s.attempt, s.agent, s.agent_version, s.started_at, s.ended_at,
          s.cost_usd, s.tokens, s.reason
        from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::integer[], $9::text[],
          $10::text[], $11::timestamptz[], $12::timestamptz[], $13::numeric[], $14::bigint[], $15::text[])
          s(run, commit_id, step, task, name, kind, status, attempt, agent, agent_version, started_at, ended_at, cost_usd, tokens, reason)
          {Won}
        on conflict (run, step) do update set task = excluded.task, name = excluded.name, kind = excluded.kind, status = excluded.status,
          attempt = excluded.attempt, agent = excluded.agent, agent_version = excluded.agent_version, started_at = excluded.started_at,
          ended_at = excluded.ended_at, cost_usd = excluded.cost_usd, tokens = excluded.tokens, reason = excluded.reason
        """;

    /// <summary>Entries count back from the run's new count, so that no sequence is needed and numbers have no gaps.</summary>
    public const string History = $"""
        insert into history (run, number, tenant, at, type, step, data)
        select r.id, r.history_count - s.back, r.tenant, r.updated_at, s.type, s.step, s.data
        from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::text[], $6::text[]) s(run, commit_id, back, type, step, data) {Won}
        """;

    private const string InsertMessages = $"""
        insert into outbox (message_id, tenant, run, exchange, routing_key, type, content_type, body, due, timer, traceparent, held_until)
        select s.message_id, r.tenant, r.id, s.exchange, s.routing_key, s.type, s.content_type, s.body, s.due, s.timer, s.traceparent,
          s.held_until
        from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[], $9::timestamptz[],
          $10::text[], $11::text[], $12::timestamptz[]) with ordinality
          s(run, commit_id, message_id, exchange, routing_key, type, content_type, body, due, timer, traceparent, held_until, number) {Won}
        order by s.number
        """;

    public const string Messages = $"{InsertMessages} on conflict (message_id) do nothing";

    public const string Timers = $"""
        {InsertMessages}
        on conflict (run, timer) where timer is not null do update set message_id = excluded.message_id, exchange = excluded.exchange,
          routing_key = excluded.routing_key, type = excluded.type, content_type = excluded.content_type, body = excluded.body,
          due = excluded.due, traceparent = excluded.traceparent, held_until = excluded.held_until, attempts = 0, last_error = null,
          parked_at = null
        """;

    public const string CloseApprovals = $"""
        update approvals a set state = s.state, comment = s.comment, decided_at = r.updated_at
        from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[]) s(run, commit_id, step, state, comment) {Won}
        where a.run = s.run and a.step = s.step and a.state = 'open'
        """;

    public const string EscalateApprovals = $"""
        update approvals a set rung = s.rung, assignees = s.assignees, groups = s.groups, due_at = s.due_at
        from unnest($1::uuid[], $2::uuid[], $3::text[], $4::integer[], $5::text[], $6::text[], $7::timestamptz[])
          s(run, commit_id, step, rung, assignees, groups, due_at) {Won}
        where a.run = s.run and a.step = s.step and a.state = 'open'
        """;

    public const string Approvals = $"""
        insert into approvals (id, tenant, run, step, task, title, details, assignees, groups, form, state, created_at, due_at)
        select s.id, r.tenant, r.id, s.step, s.task, s.title, s.details, s.assignees, s.groups, s.form, 'open', r.updated_at, s.due_at
        from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
          $11::timestamptz[])
          s(run, commit_id, id, step, task, title, details, assignees, groups, form, due_at) {Won}
        """;

    public const string Children = $"""
        with s as (
          select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::text[], $9::text[],
            $10::bytea[], $11::text[], $12::text[], $13::text[])
            s(run, commit_id, id, namespace, name, definition_version, engine_state, started_by, step, input, entry_type, entry, words)),
        created as (
          insert into runs (id, tenant, namespace, name, definition_version, version, commit_id, status, engine_state, history_count, started_by,
            created_at, updated_at, parent, parent_step)
          select s.id, r.tenant, s.namespace, s.name, s.definition_version, 1, s.id, 'Pending', s.engine_state, 1, s.started_by, r.updated_at,
            r.updated_at, r.id, s.step
          from s {Won}
          on conflict do nothing returning id, tenant, created_at),
        found_by as (
          insert into run_words (run, words) select c.id, array_to_tsvector(string_to_array(s.words, ' ')) from created c join s on s.id = c.id),
        inputs as (
          insert into documents (run, key, tenant, json) select c.id, 'input', c.tenant, s.input from created c join s on s.id = c.id)
        insert into history (run, number, tenant, at, type, data)
        select c.id, 1, c.tenant, c.created_at, s.entry_type, s.entry from created c join s on s.id = c.id
        """;

    public const string CloseSubscriptions = $"""
        delete from subscriptions b using unnest($1::uuid[], $2::uuid[], $3::text[]) s(run, commit_id, step) {Won}
        where b.run = s.run and b.step = s.step
        """;

    public const string Subscriptions = $"""
        insert into subscriptions (run, step, tenant, event_type)
        select r.id, s.step, r.tenant, s.event_type from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) s(run, commit_id, step, event_type) {Won}
        """;

    public const string CachedOutputs = $"""
        insert into cached_outputs (tenant, agent, key, agent_version, run, step, output, stored_at, expires_at)
        select distinct on (r.tenant, s.agent, s.key, s.agent_version)
          r.tenant, s.agent, s.key, s.agent_version, r.id, s.step, s.output, r.updated_at, s.expires_at
        from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::timestamptz[])
          s(run, commit_id, agent, key, agent_version, step, output, expires_at) {Won}
        order by r.tenant, s.agent, s.key, s.agent_version, r.updated_at desc
        on conflict (tenant, agent, key, agent_version) do update set run = excluded.run, step = excluded.step, output = excluded.output,
          stored_at = excluded.stored_at, expires_at = excluded.expires_at
        """;

    // Several runs of one workflow may put the same key in one batch, and a statement may touch a row once: the last of the batch counts.
    // Rows are written in key order, so that two committers cannot deadlock.
    public const string Memories = $"""
        insert into memories (tenant, namespace, name, key, value, words, run, step, stored_at, expires_at)
        select distinct on (r.tenant, r.namespace, r.name, s.key)
          r.tenant, r.namespace, r.name, s.key, s.value, s.words, r.id, s.step, r.updated_at, s.expires_at
        from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[], $5::text[], $6::text[], $7::timestamptz[], $8::integer[])
          s(run, commit_id, key, value, words, step, expires_at, place) {Won}
        order by r.tenant, r.namespace, r.name, s.key, s.place desc
        on conflict (tenant, namespace, name, key) do update set value = excluded.value, words = excluded.words, run = excluded.run,
          step = excluded.step, stored_at = excluded.stored_at, expires_at = excluded.expires_at
        """;

    public const string Outcomes = $"""
        insert into model_outcomes (id, tenant, decision, run, step, attempt, quality, source, cost_usd, latency_ms, at)
        select s.id, r.tenant, s.decision, r.id, s.step, s.attempt, s.quality, s.source, s.cost_usd, s.latency_ms, r.updated_at
        from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::integer[], $6::double precision[], $7::text[], $8::numeric[], $9::double precision[],
          $10::uuid[])
          s(run, commit_id, id, step, attempt, quality, source, cost_usd, latency_ms, decision) {Won}
        on conflict (id) do nothing
        """;

    public const string CloseLeases = $"""
        delete from leases l using unnest($1::uuid[], $2::uuid[], $3::text[], $4::integer[]) s(run, commit_id, step, attempt) {Won}
        where l.run = s.run and l.step = s.step and l.attempt = s.attempt
        """;
}

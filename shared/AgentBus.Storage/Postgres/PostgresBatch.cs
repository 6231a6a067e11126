using AgentBus.Storage.Data;
using AgentBus.Storage.Memory;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Search;
using Npgsql;

namespace AgentBus.Storage.Postgres;

/// <summary>Turns write sets into the statements of one batch; tables without rows cost no statement.</summary>
internal sealed class PostgresBatch
{
    private readonly WriteSet[] _sets;
    private readonly Guid[] _commits;

    public PostgresBatch(IReadOnlyList<WriteSet> sets)
    {
        _sets = [.. sets.Select(RunCreated.Complete)];
        _commits = [.. sets.Select(_ => Guid.NewGuid())];
    }

    /// <summary>A row of a set, with the commit id that only a set that won gives its run.</summary>
    private readonly record struct Part<T>(WriteSet Set, Guid Commit, T Row);

    /// <summary>Adds all statements. Those on runs come first and return the runs that were written; the others return nothing.</summary>
    public void AddTo(NpgsqlBatch batch)
    {
        AddRuns(batch);
        AddBegun(batch);
        AddInbox(batch);
        AddNamed(batch, PostgresSetSql.CancelTimers, set => set.CancelledTimers);
        AddDocuments(batch);
        AddSteps(batch);
        AddHistory(batch);
        AddMessages(batch, PostgresSetSql.Messages, set => [.. set.Outbox.Where(row => row.Timer is null).DistinctBy(row => row.MessageId)]);
        AddMessages(batch, PostgresSetSql.Timers, set => LastWins.By([.. set.Outbox.Where(row => row.Timer is not null)], row => row.Timer!));
        AddClosedApprovals(batch);
        AddApprovals(batch);
        AddEscalatedApprovals(batch);
        AddChildren(batch);
        AddNamed(batch, PostgresSetSql.CloseSubscriptions, set => set.ClosedSubscriptions);
        AddSubscriptions(batch);
        AddClosedLeases(batch);
        AddCachedOutputs(batch);
        AddMemories(batch);
        AddOutcomes(batch);
    }

    private void AddRuns(NpgsqlBatch batch)
    {
        var rows = Parts<WriteSet>(static set => set.Begins is null ? [set] : []);
        if (rows.Count == 0)
            return;
        NpgsqlParameter[] columns =
        [
            Run(rows), Commit(rows),
            PostgresColumns.Text(rows, part => part.Row.Tenant),
            PostgresColumns.Long(rows, part => part.Row.ExpectedVersion),
            PostgresColumns.Text(rows, part => part.Row.Status),
            PostgresColumns.Bytes(rows, part => part.Row.EngineState),
            PostgresColumns.Json(rows, part => part.Row.Error),
            PostgresColumns.TimeOrNull(rows, part => part.Row.EndedAt),
            PostgresColumns.Time(rows, part => part.Row.At),
            PostgresColumns.Usd(rows, part => part.Row.CostUsd),
            PostgresColumns.Long(rows, part => part.Row.Tokens),
            PostgresColumns.Int(rows, part => part.Row.History.Count),
            PostgresColumns.Text(rows, part => part.Row.DefinitionVersion),
        ];
        if (_sets.Any(set => set.Inbox is not null))
            batch.Add(PostgresSetSql.RunsOnce, [.. columns, PostgresColumns.UuidOrNull(rows, part => part.Row.Inbox)]);
        else
            batch.Add(PostgresSetSql.Runs, columns);
    }

    private void AddBegun(NpgsqlBatch batch)
    {
        // In the order of what can be there already, so that two batches with the same starts wait for each other in one order.
        List<Part<NewRun>> rows = [.. Parts<NewRun>(static set => set.Begins is { } run ? [run] : [])
            .OrderBy(part => part.Row.Tenant, StringComparer.Ordinal).ThenBy(part => part.Row.RequestKey, StringComparer.Ordinal).ThenBy(part => part.Row.Id)];
        if (rows.Count == 0)
            return;
        batch.Add(
            PostgresSetSql.Begin, Run(rows), Commit(rows),
            PostgresColumns.Text(rows, part => part.Row.Tenant),
            PostgresColumns.Text(rows, part => part.Row.Namespace),
            PostgresColumns.Text(rows, part => part.Row.Name),
            PostgresColumns.Text(rows, part => part.Set.DefinitionVersion ?? part.Row.Version),
            PostgresColumns.Text(rows, part => part.Set.Status),
            PostgresColumns.Bytes(rows, part => part.Set.EngineState),
            PostgresColumns.Json(rows, part => part.Set.Error),
            PostgresColumns.Int(rows, part => part.Set.History.Count),
            PostgresColumns.Text(rows, part => part.Row.RequestKey),
            PostgresColumns.Text(rows, part => part.Row.StartedBy),
            PostgresColumns.Time(rows, part => part.Row.At),
            PostgresColumns.Time(rows, part => part.Set.At),
            PostgresColumns.TimeOrNull(rows, part => part.Set.EndedAt));
        batch.Add(PostgresSetSql.Words, Run(rows), Commit(rows), PostgresColumns.Text(rows, part => InputWords.Of(part.Row.Input.Span)));
    }

    private void AddInbox(NpgsqlBatch batch)
    {
        var rows = Parts<Guid>(set => set.Inbox is { } message ? [message] : []);
        if (rows.Count > 0)
            batch.Add(PostgresSetSql.Inbox, Run(rows), Commit(rows), PostgresColumns.Uuid(rows, part => part.Row));
    }

    private void AddNamed(NpgsqlBatch batch, string sql, Func<WriteSet, IReadOnlyList<string>> names)
    {
        var rows = Parts(names);
        if (rows.Count > 0)
            batch.Add(sql, Run(rows), Commit(rows), PostgresColumns.Text(rows, part => part.Row));
    }

    private void AddDocuments(NpgsqlBatch batch)
    {
        var rows = Parts(set => LastWins.By(set.Documents, document => document.Key));
        if (rows.Count > 0)
            batch.Add(
                PostgresSetSql.Documents, Run(rows), Commit(rows),
                PostgresColumns.Text(rows, part => part.Row.Key),
                PostgresColumns.Bytes(rows, part => part.Row.Json));
    }

    private void AddSteps(NpgsqlBatch batch)
    {
        var rows = Parts(set => LastWins.By(set.Steps, step => step.Step));
        if (rows.Count > 0)
            batch.Add(
                PostgresSetSql.Steps, Run(rows), Commit(rows),
                PostgresColumns.Text(rows, part => part.Row.Step),
                PostgresColumns.Text(rows, part => part.Row.Task),
                PostgresColumns.Text(rows, part => part.Row.Name),
                PostgresColumns.Text(rows, part => part.Row.Kind),
                PostgresColumns.Text(rows, part => part.Row.Status),
                PostgresColumns.Int(rows, part => part.Row.Attempt),
                PostgresColumns.Text(rows, part => part.Row.Agent),
                PostgresColumns.Text(rows, part => part.Row.AgentVersion),
                PostgresColumns.Time(rows, part => part.Row.StartedAt),
                PostgresColumns.TimeOrNull(rows, part => part.Row.EndedAt),
                PostgresColumns.Usd(rows, part => part.Row.CostUsd),
                PostgresColumns.Long(rows, part => part.Row.Tokens),
                PostgresColumns.Text(rows, part => part.Row.Reason));
    }

    private void AddHistory(NpgsqlBatch batch)
    {
        var rows = Parts(set => set.History.Select((entry, index) => (Entry: entry, Back: set.History.Count - 1 - index)).ToList());
        if (rows.Count > 0)
            batch.Add(
                PostgresSetSql.History, Run(rows), Commit(rows),
                PostgresColumns.Int(rows, part => part.Row.Back),
                PostgresColumns.Text(rows, part => part.Row.Entry.Type),
                PostgresColumns.Text(rows, part => part.Row.Entry.Step),
                PostgresColumns.Json(rows, part => part.Row.Entry.Data));
    }

    private void AddMessages(NpgsqlBatch batch, string sql, Func<WriteSet, IReadOnlyList<OutboxRow>> messages)
    {
        var rows = Parts(messages);
        if (rows.Count > 0)
            batch.Add(
                sql, Run(rows), Commit(rows),
                PostgresColumns.Uuid(rows, part => part.Row.MessageId),
                PostgresColumns.Text(rows, part => part.Row.Exchange),
                PostgresColumns.Text(rows, part => part.Row.RoutingKey),
                PostgresColumns.Text(rows, part => part.Row.Type),
                PostgresColumns.Text(rows, part => part.Row.ContentType),
                PostgresColumns.Bytes(rows, part => part.Row.Body),
                PostgresColumns.Time(rows, part => part.Row.Due),
                PostgresColumns.Text(rows, part => part.Row.Timer),
                PostgresColumns.Text(rows, part => part.Row.TraceParent),
                PostgresColumns.Time(rows, part => OutboxSql.HeldUntil(part.Row, part.Set.At)));
    }

    private void AddClosedApprovals(NpgsqlBatch batch)
    {
        var rows = Parts(set => LastWins.By(set.ClosedApprovals, close => close.Step));
        if (rows.Count > 0)
            batch.Add(
                PostgresSetSql.CloseApprovals, Run(rows), Commit(rows),
                PostgresColumns.Text(rows, part => part.Row.Step),
                PostgresColumns.Text(rows, part => part.Row.State),
                PostgresColumns.Text(rows, part => part.Row.Comment));
    }

    private void AddEscalatedApprovals(NpgsqlBatch batch)
    {
        var rows = Parts(set => LastWins.By(set.EscalatedApprovals, up => up.Step));
        if (rows.Count > 0)
            batch.Add(
                PostgresSetSql.EscalateApprovals, Run(rows), Commit(rows),
                PostgresColumns.Text(rows, part => part.Row.Step),
                PostgresColumns.Int(rows, part => part.Row.Rung),
                PostgresColumns.Json(rows, part => Values.List(part.Row.Assignees)),
                PostgresColumns.Json(rows, part => Values.List(part.Row.Groups)),
                PostgresColumns.TimeOrNull(rows, part => part.Row.DueAt));
    }

    private void AddApprovals(NpgsqlBatch batch)
    {
        var rows = Parts(set => set.Approvals);
        if (rows.Count > 0)
            batch.Add(
                PostgresSetSql.Approvals, Run(rows), Commit(rows),
                PostgresColumns.Uuid(rows, part => part.Row.Id),
                PostgresColumns.Text(rows, part => part.Row.Step),
                PostgresColumns.Text(rows, part => part.Row.Task),
                PostgresColumns.Text(rows, part => part.Row.Title),
                PostgresColumns.Json(rows, part => part.Row.Details),
                PostgresColumns.Json(rows, part => Values.List(part.Row.Assignees)),
                PostgresColumns.Json(rows, part => Values.List(part.Row.Groups)),
                PostgresColumns.Json(rows, part => part.Row.Form),
                PostgresColumns.TimeOrNull(rows, part => part.Row.DueAt));
    }

    private void AddChildren(NpgsqlBatch batch)
    {
        var rows = Parts(set => set.Children.Select(child => (Run: child, Entry: RunCreated.Of(child))).ToList());
        if (rows.Count > 0)
            batch.Add(
                PostgresSetSql.Children, Run(rows), Commit(rows),
                PostgresColumns.Uuid(rows, part => part.Row.Run.Id),
                PostgresColumns.Text(rows, part => part.Row.Run.Namespace),
                PostgresColumns.Text(rows, part => part.Row.Run.Name),
                PostgresColumns.Text(rows, part => part.Row.Run.Version),
                PostgresColumns.Bytes(rows, part => part.Row.Run.EngineState),
                PostgresColumns.Text(rows, part => part.Row.Run.StartedBy),
                PostgresColumns.Text(rows, part => part.Row.Run.Parent?.Step),
                PostgresColumns.Bytes(rows, part => part.Row.Run.Input),
                PostgresColumns.Text(rows, part => part.Row.Entry.Type),
                PostgresColumns.Json(rows, part => part.Row.Entry.Data),
                PostgresColumns.Text(rows, part => InputWords.Of(part.Row.Run.Input.Span)));
    }

    private void AddSubscriptions(NpgsqlBatch batch)
    {
        var rows = Parts(set => set.Subscriptions);
        if (rows.Count > 0)
            batch.Add(
                PostgresSetSql.Subscriptions, Run(rows), Commit(rows),
                PostgresColumns.Text(rows, part => part.Row.Step),
                PostgresColumns.Text(rows, part => part.Row.EventType));
    }

    private void AddClosedLeases(NpgsqlBatch batch)
    {
        var rows = Parts(set => set.ClosedLeases);
        if (rows.Count > 0)
            batch.Add(
                PostgresSetSql.CloseLeases, Run(rows), Commit(rows),
                PostgresColumns.Text(rows, part => part.Row.Step),
                PostgresColumns.Int(rows, part => part.Row.Attempt));
    }

    private void AddCachedOutputs(NpgsqlBatch batch)
    {
        var rows = Parts(set => LastWins.By(set.CachedOutputs, output => $"{output.Agent} {output.AgentVersion} {output.Key}"));
        if (rows.Count > 0)
            batch.Add(
                PostgresSetSql.CachedOutputs, Run(rows), Commit(rows),
                PostgresColumns.Text(rows, part => part.Row.Agent),
                PostgresColumns.Text(rows, part => part.Row.Key),
                PostgresColumns.Text(rows, part => part.Row.AgentVersion),
                PostgresColumns.Text(rows, part => part.Row.Step),
                PostgresColumns.Bytes(rows, part => part.Row.Output),
                PostgresColumns.Time(rows, part => part.Row.ExpiresAt));
    }

    private void AddMemories(NpgsqlBatch batch)
    {
        var rows = Parts(set => set.Memories);
        var place = 0;
        if (rows.Count > 0)
            batch.Add(
                PostgresSetSql.Memories, Run(rows), Commit(rows),
                PostgresColumns.Text(rows, part => part.Row.Key),
                PostgresColumns.Bytes(rows, part => part.Row.Value),
                PostgresColumns.Text(rows, part => MemoryWords.Of(part.Row.Key, part.Row.Value)),
                PostgresColumns.Text(rows, part => part.Row.Step),
                PostgresColumns.TimeOrNull(rows, part => part.Row.ExpiresAt),
                PostgresColumns.Int(rows, _ => place++));
    }

    private void AddOutcomes(NpgsqlBatch batch)
    {
        var rows = Parts(set => set.Outcomes);
        if (rows.Count > 0)
            batch.Add(
                PostgresSetSql.Outcomes, Run(rows), Commit(rows),
                PostgresColumns.Uuid(rows, part => part.Row.Id),
                PostgresColumns.Text(rows, part => part.Row.Step),
                PostgresColumns.Int(rows, part => part.Row.Attempt),
                PostgresColumns.Double(rows, part => part.Row.Quality),
                PostgresColumns.Text(rows, part => part.Row.Source),
                PostgresColumns.Usd(rows, part => part.Row.CostUsd),
                PostgresColumns.DoubleOrNull(rows, part => part.Row.Took?.TotalMilliseconds),
                PostgresColumns.UuidOrNull(rows, part => part.Row.Decision));
    }

    private List<Part<T>> Parts<T>(Func<WriteSet, IReadOnlyList<T>> rows)
    {
        var parts = new List<Part<T>>();
        for (var i = 0; i < _sets.Length; i++)
            foreach (var row in rows(_sets[i]))
                parts.Add(new Part<T>(_sets[i], _commits[i], row));
        return parts;
    }

    private static NpgsqlParameter Run<T>(IReadOnlyList<Part<T>> rows) => PostgresColumns.Uuid(rows, part => part.Set.Run);

    private static NpgsqlParameter Commit<T>(IReadOnlyList<Part<T>> rows) => PostgresColumns.Uuid(rows, part => part.Commit);
}

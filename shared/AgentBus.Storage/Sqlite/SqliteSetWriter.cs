using AgentBus.Storage.Agents;
using AgentBus.Storage.Data;
using AgentBus.Storage.Memory;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Search;
using AgentBus.Workflows.Execution;
using Microsoft.Data.Sqlite;

namespace AgentBus.Storage.Sqlite;

/// <summary>The rows of write sets, inside one transaction.</summary>
internal sealed class SqliteSetWriter(SqliteStatements statements, SqliteTransaction transaction)
{
    /// <summary>False = the version check failed and nothing was written.</summary>
    public bool Write(WriteSet given)
    {
        var set = RunCreated.Complete(given);
        if (HasHad(set) || (set.Begins is { } begun ? Begin(set, begun) : UpdateRun(set)) is not { } historyCount)
            return false;
        if (set.Inbox is { } message)
            Run(SqliteSetSql.Inbox, set.Run, message, set.Tenant, Values.Micros(set.At));
        foreach (var timer in set.CancelledTimers)
            Run("delete from outbox where run = $1 and timer = $2", set.Run, timer);
        foreach (var document in set.Documents)
            Document(set, document);
        foreach (var step in set.Steps)
            Step(set, step);
        var number = historyCount - set.History.Count;
        foreach (var entry in set.History)
            Run(SqliteSetSql.History, set.Run, ++number, set.Tenant, Values.Micros(set.At), entry.Type, entry.Step, entry.Data);
        foreach (var row in set.Outbox)
            Message(set, row);
        foreach (var close in set.ClosedApprovals)
            Run(SqliteSetSql.CloseApproval, set.Run, close.Step, close.State, close.Comment, Values.Micros(set.At));
        foreach (var approval in set.Approvals)
            Approval(set, approval);
        foreach (var up in set.EscalatedApprovals)
            Run(
                SqliteSetSql.EscalateApproval, set.Run, up.Step, up.Rung, Values.List(up.Assignees), Values.List(up.Groups),
                up.DueAt is { } due ? Values.Micros(due) : null);
        foreach (var child in set.Children)
            Child(set, child);
        foreach (var step in set.ClosedSubscriptions)
            Run("delete from subscriptions where run = $1 and step = $2", set.Run, step);
        foreach (var subscription in set.Subscriptions)
            Run(SqliteSetSql.Subscription, set.Run, subscription.Step, set.Tenant, subscription.EventType);
        foreach (var close in set.ClosedLeases)
            Run("delete from leases where run = $1 and step = $2 and attempt = $3", set.Run, close.Step, close.Attempt);
        foreach (var output in set.CachedOutputs)
            CachedOutput(set, output);
        foreach (var memory in set.Memories)
            Memory(set, memory);
        foreach (var row in set.Outcomes)
            Run(
                SqliteSetSql.Outcome, row.Id, set.Tenant, set.Run, row.Step, row.Attempt, row.Quality, row.Source, Values.NanoUsd(row.CostUsd),
                row.Took?.TotalMilliseconds, Values.Micros(set.At), row.Decision);
        return true;
    }

    private bool HasHad(WriteSet set) =>
        set.Inbox is { } message && statements.Number(transaction, SqliteSetSql.HasHad, set.Run, message) is not null;

    private long? UpdateRun(WriteSet set) => statements.Number(
        transaction, SqliteSetSql.Run, set.Run, set.Tenant, set.ExpectedVersion, set.Status, set.EngineState, set.Error,
        set.EndedAt is { } ended ? Values.Micros(ended) : null, Values.Micros(set.At), Values.NanoUsd(set.CostUsd), set.Tokens,
        set.History.Count, set.DefinitionVersion);

    private long? Begin(WriteSet set, NewRun run)
    {
        var entries = statements.Number(
            transaction, SqliteSetSql.Begin, run.Id, run.Tenant, run.Namespace, run.Name, set.DefinitionVersion ?? run.Version, set.Status, set.EngineState,
            set.Error, set.History.Count, run.RequestKey, run.StartedBy, Values.Micros(run.At), Values.Micros(set.At),
            set.EndedAt is { } ended ? Values.Micros(ended) : null);
        if (entries is not null)
            Words(run);
        return entries;
    }

    private void Words(NewRun run) =>
        Run(SqliteSetSql.Text, statements.Number(transaction, SqliteSetSql.Words, run.Id), InputWords.Of(run.Input.Span));

    private void Document(WriteSet set, DocumentRow document) =>
        Run(SqliteSetSql.Document, set.Run, document.Key, set.Tenant, document.Json.ToArray());

    private void Step(WriteSet set, StepRow step) => Run(
        SqliteSetSql.Step, set.Run, step.Step, set.Tenant, step.Task, step.Name, step.Kind, step.Status, step.Attempt, step.Agent,
        step.AgentVersion, Values.Micros(step.StartedAt), step.EndedAt is { } ended ? Values.Micros(ended) : null,
        Values.NanoUsd(step.CostUsd), step.Tokens, step.Reason);

    private void Message(WriteSet set, OutboxRow row) => Run(
        row.Timer is null ? SqliteSetSql.Message : SqliteSetSql.Timer,
        row.MessageId, set.Tenant, set.Run, row.Exchange, row.RoutingKey, row.Type, row.ContentType, row.Body.ToArray(),
        Values.Micros(row.Due), row.Timer, row.TraceParent, Values.Micros(OutboxSql.HeldUntil(row, set.At)));

    private void Approval(WriteSet set, ApprovalRow row) => Run(
        SqliteSetSql.Approval, row.Id, set.Tenant, set.Run, row.Step, row.Task, row.Title, row.Details, Values.List(row.Assignees),
        Values.List(row.Groups), row.Form, Values.Micros(set.At), row.DueAt is { } due ? Values.Micros(due) : null);

    private void Child(WriteSet set, NewRun child)
    {
        var at = Values.Micros(set.At);
        var created = statements.Run(
            transaction, SqliteSetSql.Child, child.Id, set.Tenant, child.Namespace, child.Name, child.Version, child.EngineState, child.StartedBy, at,
            set.Run, child.Parent?.Step);
        if (created == 0)
            return;
        Run(SqliteSetSql.Document, child.Id, DocumentKeys.Input, set.Tenant, child.Input.ToArray());
        Words(child);
        var entry = RunCreated.Of(child);
        Run(SqliteSetSql.History, child.Id, 1L, set.Tenant, at, entry.Type, null, entry.Data);
    }

    private void CachedOutput(WriteSet set, CachedOutputRow row) => Run(
        SqliteSetSql.CachedOutput, set.Tenant, row.Agent, row.Key, row.AgentVersion, set.Run, row.Step, row.Output.ToArray(),
        Values.Micros(set.At), Values.Micros(row.ExpiresAt));

    private void Memory(WriteSet set, MemoryRow row) => Run(
        SqliteSetSql.Memory, set.Run, row.Key, row.Value.ToArray(), MemoryWords.Of(row.Key, row.Value), row.Step, Values.Micros(set.At),
        row.ExpiresAt is { } expires ? Values.Micros(expires) : null);

    private void Run(string sql, params ReadOnlySpan<object?> values) => statements.Run(transaction, sql, values);
}

using System.Data.Common;
using System.Text.Json;
using AgentBus.Models.Batches;
using AgentBus.Storage.Data;

namespace AgentBus.Storage.Batches;

/// <summary>Batches on either database, worked off by all gateways of it.</summary>
internal sealed class BatchStore(Database database) : IBatchStore
{
    private const string Progress =
        """
        select b.body, count(i.line), count(case when i.status = 200 then 1 end), count(case when i.status <> 200 then 1 end),
          count(case when i.status is null and i.worker is not null and i.due_at > @now then 1 end), b.cancelled_at, max(i.ended_at)
        from model_batches b left join model_batch_items i on i.batch = b.id
        """;

    public Task SaveFileAsync(BatchFile file, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => database.ExecuteAsync(
        "insert into model_files (id, tenant, name, bytes, content, created_at) values (@Id, @tenant, @name, @Bytes, @content, @at)",
        new { file.Id, tenant = Clean(file.Tenant), name = Clean(file.Name), file.Bytes, content = content.ToArray(), at = database.Time(file.CreatedAt) },
        cancellationToken);

    public Task<BatchFile?> FindFileAsync(string tenant, string id, CancellationToken cancellationToken) => database.FirstAsync(
        "select id, tenant, name, bytes, created_at from model_files where id = @id and tenant = @tenant",
        new { id, tenant = Clean(tenant) },
        row => new BatchFile(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.Time(4)),
        cancellationToken);

    public async Task<ReadOnlyMemory<byte>?> ReadFileAsync(string tenant, string id, CancellationToken cancellationToken) =>
        await database.FirstAsync("select content from model_files where id = @id and tenant = @tenant", new { id, tenant = Clean(tenant) }, row => row.Bytes(0), cancellationToken)
            is { } content ? (ReadOnlyMemory<byte>?)content : null;

    public async Task<bool> DeleteFileAsync(string tenant, string id, CancellationToken cancellationToken) =>
        await database.ExecuteAsync("delete from model_files where id = @id and tenant = @tenant", new { id, tenant = Clean(tenant) }, cancellationToken) == 1;

    public Task AddAsync(ModelBatch batch, IReadOnlyList<BatchItem> items, CancellationToken cancellationToken) => database.WriteAsync(
        async statements =>
        {
            await statements.ExecuteAsync(
                "insert into model_batches (id, tenant, body, created_at, expires_at) values (@Id, @tenant, @body, @at, @expires)",
                new
                {
                    batch.Id, tenant = Clean(batch.Tenant), body = JsonSerializer.Serialize(batch, BatchJson.Default.ModelBatch), at = database.Time(batch.CreatedAt),
                    expires = database.Time(batch.ExpiresAt),
                });
            return items.Count == 0 ? 0 : await database.WriteRowsAsync(
                statements,
                s => $"""
                    insert into model_batch_items (batch, line, tenant, custom_id, request, due_at)
                    select s.batch, s.line, s.tenant, s.custom_id, s.request, s.due_at from {s} where true
                    """,
                Rows(items, batch.CreatedAt));
        },
        cancellationToken);

    public Task<BatchProgress?> FindAsync(string tenant, string id, DateTimeOffset now, CancellationToken cancellationToken) => database.FirstAsync(
        $"{Progress} where b.id = @id and b.tenant = @tenant group by b.id", new { id, tenant = Clean(tenant), now = database.Time(now) }, ReadProgress, cancellationToken);

    public Task<IReadOnlyList<BatchProgress>> ListAsync(string tenant, string? after, int limit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var conditions = new Conditions("b.tenant = @tenant", new { tenant = Clean(tenant), limit, now = database.Time(now) });
        conditions.Add("(b.created_at, b.id) < (select a.created_at, a.id from model_batches a where a.id = @after)", "after", after);
        return database.QueryAsync(
            $"{Progress} where {conditions} group by b.id order by b.created_at desc, b.id desc limit @limit", conditions.Parameters, ReadProgress, cancellationToken);
    }

    public Task CancelAsync(string tenant, string id, DateTimeOffset now, CancellationToken cancellationToken) => database.ExecuteAsync(
        "update model_batches set cancelled_at = @now where id = @id and tenant = @tenant and cancelled_at is null",
        new { id, tenant = Clean(tenant), now = database.Time(now) },
        cancellationToken);

    public async Task<IReadOnlyList<BatchItem>> TakeAsync(Guid worker, int limit, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        // Asked many times a second by idle gateways: only who sees something due writes.
        var parameters = new { worker, limit, now = database.Time(now), until = database.Time(until) };
        const string Due =
            """
            from model_batch_items i where i.status is null and i.due_at <= @now
              and exists (select 1 from model_batches b where b.id = i.batch and b.cancelled_at is null and b.expires_at > @now)
            """;
        if (await database.FirstAsync($"select 1 {Due} limit 1", parameters, row => (int?)1, cancellationToken) is null)
            return [];
        var taken = await database.WriteAsync(
            statements => statements.QueryAsync(
                $"""
                update model_batch_items set worker = @worker, due_at = @until where (batch, line) in
                  (select i.batch, i.line {Due} order by i.due_at, i.batch, i.line limit @limit {database.SkipLocked})
                returning batch, line, tenant, custom_id, request
                """,
                parameters,
                row => new BatchItem(row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4))),
            cancellationToken);
        return [.. taken.OrderBy(item => item.Batch, StringComparer.Ordinal).ThenBy(item => item.Line)];
    }

    public Task RenewAsync(Guid worker, DateTimeOffset until, CancellationToken cancellationToken) => database.ExecuteAsync(
        "update model_batch_items set due_at = @until where worker = @worker and status is null", new { worker, until = database.Time(until) }, cancellationToken);

    public Task PutBackAsync(Guid worker, BatchItem item, DateTimeOffset due, CancellationToken cancellationToken) => database.ExecuteAsync(
        "update model_batch_items set worker = null, due_at = @due where batch = @Batch and line = @Line and worker = @worker and status is null",
        new { item.Batch, item.Line, worker, due = database.Time(due) },
        cancellationToken);

    public async Task<bool> EndAsync(string batch, BatchResult result, DateTimeOffset now, CancellationToken cancellationToken) => await database.ExecuteAsync(
        "update model_batch_items set status = @Status, result = @Body, ended_at = @now where batch = @batch and line = @Line and status is null",
        new { batch, result.Line, result.Status, result.Body, now = database.Time(now) },
        cancellationToken) == 1;

    public Task<IReadOnlyList<BatchResult>> ResultsAsync(string batch, bool isAnswer, int afterLine, int limit, CancellationToken cancellationToken) => database.QueryAsync(
        $"""
        select line, custom_id, status, result from model_batch_items
        where batch = @batch and line > @afterLine and status {(isAnswer ? "=" : "<>")} 200 order by line limit @limit
        """,
        new { batch, afterLine, limit },
        row => new BatchResult(row.GetInt32(0), row.GetString(1), row.GetInt32(2), row.GetString(3)),
        cancellationToken);

    public async Task SweepAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var parameters = new { before = database.Time(before) };
        await database.ExecuteAsync("delete from model_batch_items where batch in (select id from model_batches where created_at < @before)", parameters, cancellationToken);
        await database.ExecuteAsync("delete from model_batches where created_at < @before", parameters, cancellationToken);
        await database.ExecuteAsync("delete from model_files where created_at < @before", parameters, cancellationToken);
    }

    private static RowColumns Rows(IReadOnlyList<BatchItem> items, DateTimeOffset due)
    {
        var columns = new RowColumns(items.Count);
        columns.Add("batch", "text", items.Select(item => item.Batch));
        columns.Add("line", "integer", items.Select(item => item.Line));
        columns.Add("tenant", "text", items.Select(item => Clean(item.Tenant)));
        columns.Add("custom_id", "text", items.Select(item => Clean(item.CustomId)));
        columns.Add("request", "text", items.Select(item => item.Body));
        columns.Add("due_at", "timestamptz", items.Select(_ => due.ToUniversalTime()));
        return columns;
    }

    private static BatchProgress ReadProgress(DbDataReader row) => new(
        JsonSerializer.Deserialize(row.GetString(0), BatchJson.Default.ModelBatch)!, row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.TimeOrNull(5), row.TimeOrNull(6));

    // PostgreSQL's text cannot hold U+0000.
    private static string Clean(string text) => text.Replace('\0', '\uFFFD');
}

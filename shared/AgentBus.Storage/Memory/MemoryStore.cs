using System.Data.Common;
using AgentBus.Storage.Data;
using Dapper;

namespace AgentBus.Storage.Memory;

/// <summary>What is the same on both databases; searching is each database's own.</summary>
internal abstract class MemoryStore(Database database) : IMemoryStore
{
    protected const string Columns = "m.key, m.value, m.run, m.step, m.stored_at, m.expires_at";
    protected const string InScope =
        "m.tenant = @tenant and m.namespace = @namespace and m.name = @name and (m.expires_at is null or m.expires_at > @now)";

    protected Database Database => database;

    public Task<MemoryView?> GetAsync(MemoryScope scope, string key, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.FirstAsync(
            $"select {Columns} from memories m where {InScope} and m.key = @key", Parameters(scope, now, new { key }), Read, cancellationToken);

    public abstract Task<IReadOnlyList<MemoryView>> SearchAsync(
        MemoryScope scope, string text, int top, DateTimeOffset now, CancellationToken cancellationToken);

    public Task<IReadOnlyList<MemoryView>> ListAsync(
        MemoryScope scope, string? after, int limit, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.QueryAsync(
            $"select {Columns} from memories m where {InScope} and m.key > @after order by m.key limit @limit",
            Parameters(scope, now, new { after = after ?? "", limit }),
            Read,
            cancellationToken);

    public async Task<int> CountOthersAsync(MemoryScope scope, IReadOnlyList<string> keys, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var parameters = Parameters(scope, now, new { none = "" });
        for (var i = 0; i < keys.Count; i++)
            parameters.Add($"key{i}", keys[i]);
        var named = string.Join(", ", keys.Select((_, i) => $"@key{i}").Prepend("@none"));
        var counts = await database.QueryAsync(
            $"select count(*) from memories m where {InScope} and m.key not in ({named})", parameters, row => (int)row.GetInt64(0), cancellationToken);
        return counts[0];
    }

    public async Task<bool> ForgetAsync(MemoryScope scope, string key, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            "delete from memories where tenant = @Tenant and namespace = @Namespace and name = @Name and key = @key",
            new { scope.Tenant, scope.Namespace, scope.Name, key },
            cancellationToken) > 0;

    public Task<int> ForgetAllAsync(MemoryScope scope, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "delete from memories where tenant = @Tenant and namespace = @Namespace and name = @Name", scope, cancellationToken);

    public Task<int> SweepAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            """
            delete from memories where (tenant, namespace, name, key) in
              (select tenant, namespace, name, key from memories where expires_at <= @now order by expires_at limit @limit)
            """,
            new { now = database.Time(now), limit },
            cancellationToken);

    protected DynamicParameters Parameters(MemoryScope scope, DateTimeOffset now, object more)
    {
        var parameters = new DynamicParameters(more);
        parameters.AddDynamicParams(new { tenant = scope.Tenant, @namespace = scope.Namespace, name = scope.Name, now = database.Time(now) });
        return parameters;
    }

    protected static MemoryView Read(DbDataReader row) => new(
        row.GetString(0), row.Bytes(1), row.GetGuid(2), row.GetString(3), row.Time(4), row.TimeOrNull(5),
        row.FieldCount > 6 ? Convert.ToDouble(row.GetValue(6), System.Globalization.CultureInfo.InvariantCulture) : 0);
}

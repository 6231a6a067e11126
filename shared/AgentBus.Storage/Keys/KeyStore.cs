using System.Data.Common;
using AgentBus.Storage.Data;

namespace AgentBus.Storage.Keys;

/// <summary>API keys on either database.</summary>
internal sealed class KeyStore(Database database) : IKeyStore
{
    private const string Select = "select id, tenant, name, hash, roles, created_at, revoked_at, groups from api_keys";

    public async Task<bool> AddAsync(ApiKeyRow key, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            """
            insert into api_keys (id, tenant, name, hash, roles, created_at, revoked_at, groups)
            values (@Id, @Tenant, @Name, @Hash, @Roles, @CreatedAt, @RevokedAt, @Groups)
            on conflict (id) do nothing
            """,
            new
            {
                key.Id,
                key.Tenant,
                key.Name,
                key.Hash,
                Roles = Values.List(key.Roles),
                CreatedAt = database.Time(key.CreatedAt),
                RevokedAt = database.Time(key.RevokedAt),
                Groups = Values.List(key.Groups),
            },
            cancellationToken) == 1;

    public Task<ApiKeyRow?> FindAsync(byte[] hash, CancellationToken cancellationToken) =>
        database.FirstAsync($"{Select} where hash = @hash", new { hash }, Read, cancellationToken);

    public Task<IReadOnlyList<ApiKeyRow>> ListAsync(string tenant, CancellationToken cancellationToken) =>
        database.QueryAsync($"{Select} where tenant = @tenant order by created_at, id", new { tenant }, Read, cancellationToken);

    public async Task<bool> RevokeAsync(string tenant, string id, DateTimeOffset at, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            "update api_keys set revoked_at = @at where tenant = @tenant and id = @id and revoked_at is null",
            new { tenant, id, at = database.Time(at) },
            cancellationToken) == 1;

    public async Task<bool> AnyAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync("select 1 from api_keys limit 1", new { }, _ => true, cancellationToken)).Count > 0;

    private static ApiKeyRow Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.Bytes(3), row.List(4), row.Time(5), row.TimeOrNull(6), row.List(7));
}

using System.Text.Json;
using AgentBus.Models.Answers;
using AgentBus.Storage.Data;

namespace AgentBus.Storage.Answers;

/// <summary>Answers of models on either database, for all gateways.</summary>
internal sealed class AnswerStore(Database database, TimeProvider clock) : IAnswerStore
{
    public async ValueTask<StoredAnswer?> FindAsync(AnswerKey key, CancellationToken cancellationToken) => await database.FirstAsync(
        "select body from model_answers where tenant = @Tenant and key = @IdempotencyKey and hash = @RequestHash and expires_at > @now",
        new { Tenant = Clean(key.Tenant), IdempotencyKey = Clean(key.IdempotencyKey), key.RequestHash, now = database.Time(clock.GetUtcNow()) },
        row => JsonSerializer.Deserialize(row.GetString(0), AnswerJson.Default.StoredAnswer),
        cancellationToken);

    public async ValueTask SaveAsync(AnswerKey key, StoredAnswer answer, DateTimeOffset expires, CancellationToken cancellationToken) => await database.ExecuteAsync(
        """
        insert into model_answers (tenant, key, hash, body, decision, expires_at) values (@Tenant, @IdempotencyKey, @RequestHash, @body, @decision, @expires)
        on conflict (tenant, key, hash) do update set body = excluded.body, decision = excluded.decision, expires_at = excluded.expires_at
          where model_answers.expires_at <= @now
        """,
        new
        {
            Tenant = Clean(key.Tenant), IdempotencyKey = Clean(key.IdempotencyKey), key.RequestHash, body = JsonSerializer.Serialize(answer, AnswerJson.Default.StoredAnswer), decision = answer.Decision,
            expires = database.Time(expires), now = database.Time(clock.GetUtcNow()),
        },
        cancellationToken);

    public async ValueTask RemoveAsync(AnswerKey key, CancellationToken cancellationToken) => await database.ExecuteAsync(
        "delete from model_answers where tenant = @Tenant and key = @IdempotencyKey and hash = @RequestHash",
        new { Tenant = Clean(key.Tenant), IdempotencyKey = Clean(key.IdempotencyKey), key.RequestHash },
        cancellationToken);

    public async ValueTask ForgetAsync(string tenant, Guid decision, CancellationToken cancellationToken) =>
        await database.ExecuteAsync("delete from model_answers where decision = @decision and tenant = @tenant", new { tenant = Clean(tenant), decision }, cancellationToken);

    public Task<int> SweepAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => database.ExecuteAsync(
        $"""
        delete from model_answers where (tenant, key, hash) in
          (select tenant, key, hash from model_answers where expires_at <= @now order by expires_at limit @limit {database.SkipLocked})
        """,
        new { now = database.Time(now), limit },
        cancellationToken);

    // PostgreSQL's text cannot hold U+0000.
    private static string Clean(string text) => text.Replace('\0', '\uFFFD');
}

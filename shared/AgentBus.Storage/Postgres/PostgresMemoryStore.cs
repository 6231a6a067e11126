using AgentBus.Storage.Memory;

namespace AgentBus.Storage.Postgres;

/// <summary>Memories found by PostgreSQL's text search, any of the words, ranked by how many and how near.</summary>
internal sealed class PostgresMemoryStore(PostgresDatabase database) : MemoryStore(database)
{
    public override async Task<IReadOnlyList<MemoryView>> SearchAsync(
        MemoryScope scope, string text, int top, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var words = MemoryWords.Searched(text);
        return words.Count == 0 ? [] : await Database.QueryAsync(
            $"""
            select {Columns}, ts_rank(m.search, q) from memories m, to_tsquery('simple', @query) q
            where {InScope} and m.search @@ q order by ts_rank(m.search, q) desc, m.key limit @top
            """,
            Parameters(scope, now, new { query = string.Join(" | ", words.Select(word => $"'{word}'")), top }),
            Read,
            cancellationToken);
    }
}

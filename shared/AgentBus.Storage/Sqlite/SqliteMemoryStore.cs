using AgentBus.Storage.Memory;

namespace AgentBus.Storage.Sqlite;

/// <summary>Memories found by SQLite's FTS5, any of the words, ranked by bm25 (there the lower is the better).</summary>
internal sealed class SqliteMemoryStore(SqliteDatabase database) : MemoryStore(database)
{
    public override async Task<IReadOnlyList<MemoryView>> SearchAsync(
        MemoryScope scope, string text, int top, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var words = MemoryWords.Searched(text);
        return words.Count == 0 ? [] : await Database.QueryAsync(
            $"""
            select {Columns}, -bm25(memories_search) from memories_search join memories m on m.id = memories_search.rowid
            where memories_search match @query and {InScope} order by bm25(memories_search), m.key limit @top
            """,
            Parameters(scope, now, new { query = string.Join(" OR ", words.Select(word => $"\"{word}\"")), top }),
            Read,
            cancellationToken);
    }
}

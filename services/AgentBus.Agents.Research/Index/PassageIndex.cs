using System.Text.Json;
using AgentBus.Agents.Research.Reading;
using Microsoft.Data.Sqlite;

namespace AgentBus.Agents.Research.Index;

/// <summary>
/// The worker's passages by the hash of their document, ranked by BM25 in SQLite FTS5. Several processes may use one file; a killed one leaves
/// it whole (write-ahead log). Calls are synchronous because SQLite is.
/// </summary>
internal sealed class PassageIndex(IndexFile file)
{
    private const int Candidates = 8;

    /// <summary>Those of the keys that are in the index.</summary>
    public IReadOnlySet<string> Known(IReadOnlyCollection<string> keys) => file.Use(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT key FROM documents WHERE key IN (SELECT value FROM json_each($keys))";
        command.Parameters.AddWithValue("$keys", Json(keys));
        using var reader = command.ExecuteReader();
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read())
        {
            known.Add(reader.GetString(0));
        }

        return (IReadOnlySet<string>)known;
    });

    /// <summary>Adds documents in one transaction. One that another process added meanwhile is left as it is.</summary>
    public void Add(IReadOnlyCollection<KeyValuePair<string, ParsedDocument>> documents) => file.Use(connection =>
    {
        using var transaction = connection.BeginTransaction();
        foreach (var (key, document) in documents)
        {
            if (Run(connection, "INSERT OR IGNORE INTO documents (key, tables) VALUES ($key, $tables)",
                ("$key", key), ("$tables", JsonSerializer.Serialize(document.Tables, IndexJson.Default.IReadOnlyListParsedTable))) == 1)
            {
                AddCuts(connection, key, document.Cuts);
            }
        }

        transaction.Commit();
        return true;
    });

    /// <summary>The passages of these documents that match best, best first.</summary>
    public IReadOnlyList<RankedCut> Rank(IReadOnlyCollection<string> keys, TopicQuery topic, int limit) => topic.IsEmpty ? [] : file.Use(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT p.document, p.from_line, p.to_line, p.title, p.heading, p.text, -bm25(passage_words, 1.0, 0.6, 0.4) AS score
            FROM passage_words JOIN passages p ON p.id = passage_words.rowid
            WHERE passage_words MATCH $match AND p.legal <= $legal AND p.document IN (SELECT value FROM json_each($keys))
            ORDER BY score DESC, p.document, p.from_line LIMIT $limit
            """;
        command.Parameters.AddWithValue("$match", topic.Match);
        command.Parameters.AddWithValue("$legal", topic.IsLegal);
        command.Parameters.AddWithValue("$keys", Json(keys));
        command.Parameters.AddWithValue("$limit", limit * Candidates);
        using var reader = command.ExecuteReader();
        var ranked = new List<RankedCut>();
        while (reader.Read())
        {
            string? Optional(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
            var cut = new Cut(reader.GetInt32(1), reader.GetInt32(2), Optional(3), Optional(4), reader.GetString(5));
            ranked.Add(new RankedCut(reader.GetString(0), cut, reader.GetDouble(6)));
        }

        return (IReadOnlyList<RankedCut>)ranked;
    });

    /// <summary>The tables of a document.</summary>
    public IReadOnlyList<ParsedTable> Tables(string key) => file.Use(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT tables FROM documents WHERE key = $key";
        command.Parameters.AddWithValue("$key", key);
        return command.ExecuteScalar() is string json ? JsonSerializer.Deserialize(json, IndexJson.Default.IReadOnlyListParsedTable)! : [];
    });

    private static void AddCuts(SqliteConnection connection, string key, IReadOnlyList<Cut> cuts)
    {
        foreach (var cut in cuts)
        {
            Run(connection,
                """
                INSERT INTO passages (document, from_line, to_line, title, heading, text, legal) VALUES ($key, $from, $to, $title, $heading, $text, $legal);
                INSERT INTO passage_words (rowid, text, heading, title) VALUES (last_insert_rowid(), $text, $heading, $title);
                """,
                ("$key", key), ("$from", cut.FromLine), ("$to", cut.ToLine), ("$title", cut.Title), ("$heading", cut.Heading), ("$text", cut.Text),
                ("$legal", Prose.IsLegal(cut.Text)));
        }
    }

    private static int Run(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command.ExecuteNonQuery();
    }

    private static string Json(IReadOnlyCollection<string> keys) => JsonSerializer.Serialize(keys, IndexJson.Default.IReadOnlyCollectionString);
}

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentBus.Agents.Research.Index;

/// <summary>
/// Opens the index, and makes it anew when it is damaged, of another version, or over its size: it is a cache, every document can be read
/// again.
/// </summary>
internal sealed class IndexFile(IOptions<ResearchOptions> options, ILogger<IndexFile> logger)
{
    private const int SchemaVersion = 1;
    private const int SqliteCorrupt = 11;
    private const int SqliteNotADatabase = 26;

    private const string Schema = """
        CREATE TABLE documents (key TEXT PRIMARY KEY, tables TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE passages (id INTEGER PRIMARY KEY, document TEXT NOT NULL, from_line INTEGER NOT NULL, to_line INTEGER NOT NULL, title TEXT, heading TEXT,
            text TEXT NOT NULL, legal INTEGER NOT NULL);
        CREATE INDEX passages_document ON passages (document);
        CREATE VIRTUAL TABLE passage_words USING fts5 (text, heading, title, content='passages', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');
        """;

    private readonly string path = Path.GetFullPath(options.Value.IndexPath);
    private readonly Lock gate = new();
    private volatile bool ready;

    /// <summary>Runs work on a connection. Damage found on the way is mended and the work done once more.</summary>
    public T Use<T>(Func<SqliteConnection, T> work)
    {
        try
        {
            return Once(work);
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is SqliteCorrupt or SqliteNotADatabase)
        {
            Log.IndexDamaged(logger, path, fault.Message);
            SetAside();
            return Once(work);
        }
    }

    private T Once<T>(Func<SqliteConnection, T> work)
    {
        Prepare();
        using var connection = Open();
        return work(connection);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 60 }.ToString());
        connection.Open();
        return connection;
    }

    private void Prepare()
    {
        if (ready && File.Exists(path))
        {
            return;
        }

        lock (gate)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var processes = Lock();
            if (File.Exists(path) && new FileInfo(path).Length > options.Value.MaxIndexBytes)
            {
                Remove();
            }

            using var connection = Open();
            if (!Create(connection))
            {
                connection.Close();
                Remove();
                using var fresh = Open();
                Create(fresh);
            }

            ready = true;
        }
    }

    // False = a file of another version.
    private static bool Create(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA user_version";
        using (var reader = command.ExecuteReader())
        {
            reader.NextResult();
            reader.Read();
            var version = reader.GetInt32(0);
            if (version != 0)
            {
                return version == SchemaVersion;
            }
        }

        command.CommandText = $"BEGIN IMMEDIATE; {Schema} PRAGMA user_version = {SchemaVersion}; COMMIT";
        command.ExecuteNonQuery();
        return true;
    }

    private void SetAside()
    {
        lock (gate)
        {
            using var processes = Lock();
            ready = false;
            Remove();
        }
    }

    // Another process that still has the removed file open finishes on it, or finds it damaged and comes here too.
    private void Remove()
    {
        SqliteConnection.ClearAllPools();
        foreach (var suffix in (string[])["-wal", "-shm", string.Empty])
        {
            File.Delete(path + suffix);
        }
    }

    // One process at a time makes or removes the file; the lock goes with the process that holds it.
    private FileStream Lock()
    {
        var wait = new SpinWait();
        while (true)
        {
            try
            {
                return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (wait.Count < 100_000)
            {
                wait.SpinOnce();
            }
        }
    }
}

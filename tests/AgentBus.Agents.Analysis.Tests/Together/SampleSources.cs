namespace AgentBus.Agents.Together;

/// <summary>A small folder of sources that agree, differ, and count.</summary>
internal sealed class SampleSources : IDisposable
{
    public SampleSources()
    {
        Write("docs/queues.md", """
            # Queues

            A quorum queue keeps every message on 3 nodes of the cluster by default. The message is confirmed when most of the nodes have written it to their disks.

            ## Limits

            A message of the queue may hold one megabyte at most. Workers read at most 16 messages of a queue at once.
            """);
        Write("docs/operation.txt", """
            Operation

            Operators watch how long messages wait in a queue, because a long wait tells that workers are missing.
            By default a quorum queue keeps every message on 5 nodes of the cluster.
            """);
        Write("docs/load.csv", "year,messages\n2020,110\n2021,140\n2022,190\n2023,230\n2024,260\n2025,310\n");
        Write("docs/LICENSE", "Permission is hereby granted to use the queue.");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("agentbus-briefing-").FullName;

    public string Docs => Path.Combine(Folder, "docs");

    public string Output => Path.Combine(Folder, "out");

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.ReplaceLineEndings("\n"));
    }
}

namespace AgentBus.Standalone;

/// <summary>Holds the data folder for this process: two hosts on one folder would both be the one writer.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(FileStream held) => _lock = held;

    /// <summary>Opens or makes the folder. The lock ends with the process, however that ends.</summary>
    public static DataFolder Open(string path)
    {
        Directory.CreateDirectory(path);
        var file = Path.Combine(path, "agentbus.lock");
        try
        {
            return new DataFolder(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new InvalidOperationException($"Another AgentBus host uses the data folder {path}. Stop it, or give this one its own with --data.", e);
        }
    }

    public void Dispose() => _lock.Dispose();
}

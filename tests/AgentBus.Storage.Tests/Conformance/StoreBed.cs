using AgentBus.TestKit.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>A fresh, empty place for a store, and as many processes on it as a test asks for.</summary>
public abstract class StoreBed : IAsyncDisposable
{
    private readonly List<ServiceProvider> _processes = [];

    /// <summary>Configuration of a process on this place.</summary>
    public abstract IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>What a process would build, without the schema.</summary>
    public ServiceProvider NewProcess()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings).Build();
        var process = new ServiceCollection().AddLogging().AddStore(configuration).BuildServiceProvider();
        lock (_processes)
            _processes.Add(process);
        return process;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        await CleanAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What is done to the schema after its setup; nothing by default.</summary>
    public virtual Task AfterSetupAsync() => Task.CompletedTask;

    protected abstract Task CleanAsync();
}

internal sealed class SqliteBed : StoreBed
{
    private readonly string _folder = Directory.CreateTempSubdirectory("agentbus-store-").FullName;

    public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Store:Provider"] = "sqlite",
        ["Store:Path"] = Path.Combine(_folder, "inner", "agentbus.db"),
    };

    protected override Task CleanAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}

/// <summary>A database that is dropped with the bed when it is owned by it.</summary>
internal class PostgresBed(string connectionString, bool owned = true) : StoreBed
{
    public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Store:Provider"] = "postgres",
        ["Store:ConnectionString"] = connectionString,
    };

    public static async Task<StoreBed> CreateAsync() => new PostgresBed(await PostgresCluster.CreateDatabaseAsync());

    protected override Task CleanAsync() => owned ? PostgresCluster.DropDatabaseAsync(connectionString) : Task.CompletedTask;
}

using System.Text.Json;
using AgentBus.Storage.Runs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Crashes;

/// <summary>A process that commits one set and is killed where its environment says. The test runner has an entry point of its own.</summary>
internal static class Program
{
    /// <summary>Settings of the store as JSON.</summary>
    public const string Settings = "AGENTBUS_TEST_STORE";

    public static async Task<int> Main(string[] args)
    {
        var settings = JsonSerializer.Deserialize<Dictionary<string, string?>>(Environment.GetEnvironmentVariable(Settings)!)!;
        await using var process = new ServiceCollection().AddLogging()
            .AddStore(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
        var written = await process.GetRequiredService<ICommitter>().CommitAsync(CrashTests.Change(Guid.Parse(args[0])), default);
        return written ? 0 : 1;
    }
}

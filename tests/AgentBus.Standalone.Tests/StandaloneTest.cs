using AgentBus.TestKit.Http;
using AgentBus.TestKit.Processes;

namespace AgentBus.Standalone.Tests;

/// <summary>A data folder for all-in-one hosts of a test, one after another.</summary>
public abstract class StandaloneTest : IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(3), TimeProvider.System);

    protected string Data { get; } = Directory.CreateTempSubdirectory("agentbus-standalone-").FullName;

    /// <summary>Ends a test that takes too long.</summary>
    protected CancellationToken Limit => _limit.Token;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _limit.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    protected Task<ServiceProcess> StartAsync(IReadOnlyDictionary<string, string>? settings = null) =>
        ServiceProcess.StartAsync("Standalone", settings ?? new Dictionary<string, string>(), Limit, "run", "--data", Data);

    protected Api ApiOf(ServiceProcess host) => new(host.Address, File.ReadAllText(Path.Combine(Data, "admin.key")));
}

namespace AgentBus.Gateway.Tests.Support;

/// <summary>A test class that starts with the definition <c>tests/reading</c> in place, and acts as the admin.</summary>
public abstract class ReadingTest(GatewayHost host) : IClassFixture<GatewayHost>, IAsyncLifetime
{
    protected GatewayHost Host => host;

    /// <summary>Has the admin key of tenant default.</summary>
    protected HttpClient Client { get; } = host.Admin;

    public Task InitializeAsync() => Samples.PutReadingAsync(Client);

    public Task DisposeAsync()
    {
        Client.Dispose();
        return Task.CompletedTask;
    }
}

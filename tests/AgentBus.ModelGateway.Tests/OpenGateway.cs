namespace AgentBus.ModelGateway.Tests;

/// <summary>One gateway with nothing configured, for the tests of a class.</summary>
public sealed class OpenGateway : IAsyncLifetime
{
    internal GatewayHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();
}

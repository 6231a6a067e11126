using AgentBus.Hosting.Modes;
using AgentBus.Storage.Setup;

namespace AgentBus.ModelGateway.Setup;

/// <summary>The store's schema as a setup step. Several services may run it, also at once.</summary>
internal sealed class StoreSetupStep(IStoreSetup store) : ISetupStep
{
    public string Name => "store";

    public Task SetupAsync(CancellationToken cancellationToken) => store.SetupAsync(cancellationToken);

    public Task<string?> CheckAsync(CancellationToken cancellationToken) => store.CheckAsync(cancellationToken);
}

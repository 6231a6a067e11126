using AgentBus.Hosting.Modes;
using AgentBus.Storage.Setup;

namespace AgentBus.Orchestrator.Setup;

/// <summary>The store's schema as a step of <c>setup</c>.</summary>
internal sealed class StoreSetupStep(IStoreSetup store) : ISetupStep
{
    public string Name => "store schema";

    public Task SetupAsync(CancellationToken cancellationToken) => store.SetupAsync(cancellationToken);

    public Task<string?> CheckAsync(CancellationToken cancellationToken) => store.CheckAsync(cancellationToken);
}

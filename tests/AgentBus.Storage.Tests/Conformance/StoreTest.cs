using AgentBus.Storage.Approvals;
using AgentBus.Storage.Definitions;
using AgentBus.Storage.Keys;
using AgentBus.Storage.Leases;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Setup;
using AgentBus.Storage.Workers;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>Base of the conformance suite: every test has a store of its own, with its schema.</summary>
public abstract class StoreTest : IAsyncLifetime
{
    private IServiceProvider? _process;

    protected StoreBed Bed { get; private set; } = null!;

    protected IServiceProvider Process => _process ?? throw new InvalidOperationException("The store is not there yet.");

    protected IRunStore RunStore => Process.GetRequiredService<IRunStore>();

    protected ICommitter Committer => Process.GetRequiredService<ICommitter>();

    protected IRunQueries Queries => Process.GetRequiredService<IRunQueries>();

    protected IOutboxStore Outbox => Process.GetRequiredService<IOutboxStore>();

    protected IApprovalStore Approvals => Process.GetRequiredService<IApprovalStore>();

    protected IDefinitionStore Definitions => Process.GetRequiredService<IDefinitionStore>();

    protected IKeyStore Keys => Process.GetRequiredService<IKeyStore>();

    protected ILeaseStore Leases => Process.GetRequiredService<ILeaseStore>();

    protected IWorkerStore Workers => Process.GetRequiredService<IWorkerStore>();

    public async Task InitializeAsync()
    {
        Bed = await CreateBedAsync();
        _process = Bed.NewProcess();
        await _process.GetRequiredService<IStoreSetup>().SetupAsync(default);
        await Bed.AfterSetupAsync();
    }

    public Task DisposeAsync() => Bed.DisposeAsync().AsTask();

    protected abstract Task<StoreBed> CreateBedAsync();

    /// <summary>A run that was started a moment ago; its version is 1.</summary>
    protected async Task<Guid> StartedAsync(string tenant = Given.Tenant)
    {
        var run = Given.NewRun(tenant: tenant);
        (await RunStore.StartAsync(run, default)).Created.ShouldBeTrue();
        return run.Id;
    }
}

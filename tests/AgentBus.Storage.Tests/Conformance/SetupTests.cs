using AgentBus.Storage.Setup;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>The schema comes up once, whoever brings it.</summary>
public abstract class SetupTests
{
    [Fact]
    public async Task Before_setup_check_says_what_to_do_and_after_it_nothing()
    {
        await using var bed = await CreateBedAsync();
        var setup = bed.NewProcess().GetRequiredService<IStoreSetup>();

        var problem = await setup.CheckAsync(default);
        problem.ShouldNotBeNull().ShouldContain("'setup'");
        problem.ShouldNotContain("\n");

        await setup.SetupAsync(default);
        (await setup.CheckAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task Setup_by_several_processes_at_once_and_again_is_harmless()
    {
        await using var bed = await CreateBedAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            Task.Run(() => bed.NewProcess().GetRequiredService<IStoreSetup>().SetupAsync(default))));
        await bed.NewProcess().GetRequiredService<IStoreSetup>().SetupAsync(default);

        (await bed.NewProcess().GetRequiredService<IStoreSetup>().CheckAsync(default)).ShouldBeNull();
    }

    protected abstract Task<StoreBed> CreateBedAsync();
}

public sealed class SqliteSetupTests : SetupTests
{
    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());
}

public sealed class PostgresSetupTests : SetupTests
{
    protected override Task<StoreBed> CreateBedAsync() => PostgresBed.CreateAsync();
}

using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>Where the inputs of steps were when they began.</summary>
public abstract class StepOriginTests : StoreTest
{
    private IStepOrigins Origins => Process.GetRequiredService<IStepOrigins>();

    [Fact]
    public async Task A_step_is_found_by_its_id_and_the_last_of_a_task_by_its_path()
    {
        var run = await StartedAsync();
        await BeganAsync(run, 1, "/do/0/a#1", "/do/0/a#2", "/do/0/ab#1", "/do/1/all/do/0/one[3]#1", "/do/1/all/do/0/one[12]#1");

        (await FindAsync(run, "/do/0/a#1")).ShouldBe("/do/0/a#1");
        (await FindAsync(run, "/do/0/a")).ShouldBe("/do/0/a#2");
        (await FindAsync(run, "/do/1/all/do/0/one")).ShouldBe("/do/1/all/do/0/one[12]#1");
        (await FindAsync(run, "/do/1/all/do/0/one[3]")).ShouldBe("/do/1/all/do/0/one[3]#1");
        (await FindAsync(run, "/do/1/all")).ShouldBeNull("a task inside it is another task");
        (await FindAsync(run, "/do/0/%")).ShouldBeNull();
        (await FindAsync(run, "/DO/0/a")).ShouldBeNull();
        (await FindAsync(run, "")).ShouldBeNull();
    }

    [Fact]
    public async Task The_beginning_says_what_was_written_then_and_nothing_else_counts()
    {
        var run = await StartedAsync();
        await Committer.CommitAsync(
            Given.Set(run, 1) with
            {
                History = [new HistoryRow("step.started", "/do/0/a#1", """{"input":"then"}"""), new HistoryRow("step.completed", "/do/0/a#1", """{"input":"later"}""")],
            },
            default);

        (await Origins.FindAsync(Given.Tenant, run, "/do/0/a", default)).ShouldBe(new StepBeginning("/do/0/a#1", """{"input":"then"}"""));
        (await Origins.FindAsync("other", run, "/do/0/a", default)).ShouldBeNull();
        (await Origins.FindAsync(Given.Tenant, await StartedAsync(), "/do/0/a", default)).ShouldBeNull();
    }

    private async Task<string?> FindAsync(Guid run, string step) => (await Origins.FindAsync(Given.Tenant, run, step, default))?.Step;

    private Task BeganAsync(Guid run, int version, params string[] steps) => Committer.CommitAsync(
        Given.Set(run, version) with { History = [.. steps.Select(step => new HistoryRow("step.started", step, "{}"))] }, default);
}

public sealed class SqliteStepOriginTests : StepOriginTests
{
    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());
}

public sealed class PostgresStepOriginTests : StepOriginTests
{
    protected override Task<StoreBed> CreateBedAsync() => PostgresBed.CreateAsync();
}

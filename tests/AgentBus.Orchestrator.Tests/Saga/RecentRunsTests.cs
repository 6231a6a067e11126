using AgentBus.Contracts;
using AgentBus.Orchestrator.Saga;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Tests.Saga;

public sealed class RecentRunsTests
{
    private const string Tenant = "acme";
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Guid _run = Guid.NewGuid();
    private readonly RecentRuns _recent = new();
    private RunState? _state;

    [Fact]
    public void A_run_is_found_as_its_last_set_left_it()
    {
        Write(RunStatus.Running);

        var found = _recent.Find(new StartRun(Tenant, _run)).ShouldNotBeNull();
        (found.Row.Status, found.Row.Version, found.Row.DefinitionVersion).ShouldBe(("Running", 4, "1.1.0"));
        RunState.FromBytes(found.Row.EngineState).Status.ShouldBe(RunStatus.Running);
    }

    [Theory]
    [InlineData(10_000, false)]
    [InlineData(20_000, true)]
    public void The_state_of_a_wide_run_need_not_be_read_again(int bytes, bool isKept)
    {
        Write(RunStatus.Running, bytes: new byte[bytes]);

        _recent.Find(new StartRun(Tenant, _run)).ShouldNotBeNull().State.ShouldBe(isKept ? _state : null);
    }

    [Fact]
    public void A_run_of_another_tenant_is_not_found()
    {
        Write(RunStatus.Running);

        _recent.Find(new StartRun("other", _run)).ShouldBeNull();
    }

    [Fact]
    public void A_run_that_is_over_is_forgotten()
    {
        Write(RunStatus.Running);
        Write(RunStatus.Completed);

        _recent.Find(new StartRun(Tenant, _run)).ShouldBeNull();
    }

    [Fact]
    public void After_a_run_that_another_process_changed_the_next_ones_are_read_then_it_is_tried_again()
    {
        Write(RunStatus.Running);
        _recent.Lost(_recent.Find(new StartRun(Tenant, _run)).ShouldNotBeNull().Row.Id, wasRecent: true);
        Write(RunStatus.Running);

        var reads = 0;
        while (_recent.Find(new StartRun(Tenant, _run)) is null)
        {
            reads++;
        }

        reads.ShouldBe(200);
    }

    [Fact]
    public void What_is_kept_is_bounded()
    {
        Write(RunStatus.Running);
        for (var i = 0; i < 17; i++)
        {
            Write(RunStatus.Running, Guid.NewGuid(), new byte[128 * 1024]);
        }

        _recent.Find(new StartRun(Tenant, _run)).ShouldBeNull();
    }

    private void Write(RunStatus status, Guid? other = null, byte[]? bytes = null)
    {
        var run = other ?? _run;
        _state = RunState.New(run, Now) with { Status = status };
        var set = new WriteSet
        {
            Tenant = Tenant, Run = run, ExpectedVersion = 3, Status = status.ToString(), DefinitionVersion = "1.1.0", EngineState = bytes ?? _state.ToBytes(), At = Now,
        };
        _recent.Written(new LoadedRun(run, Tenant, 3, "Pending", "shop", "refund", "1.0.0", []), set, _state);
    }
}

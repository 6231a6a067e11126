using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Setup;
using AgentBus.Storage.Tests.Conformance;
using AgentBus.TestKit.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AgentBus.Storage.Tests;

/// <summary>A server that is missing, or goes away for a moment.</summary>
public sealed class PostgresFaultTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_missing_server_is_named_in_one_line()
    {
        await using var bed = new PostgresBed("Host=127.0.0.1;Port=1;Database=agentbus;Username=agentbus;Password=hunter2", owned: false);
        var setup = bed.NewProcess().GetRequiredService<IStoreSetup>();

        var problem = await setup.CheckAsync(default);
        var error = await Should.ThrowAsync<InvalidOperationException>(() => setup.SetupAsync(default));

        problem.ShouldNotBeNull().ShouldStartWith("The PostgreSQL store 'agentbus' at 127.0.0.1:1 cannot be used (");
        problem.ShouldEndWith("start it, or correct Store:ConnectionString.");
        problem.ShouldNotContain("\n");
        problem.ShouldNotContain("hunter2");
        error.Message.ShouldBe(problem);
    }

    [Fact]
    public async Task A_committer_whose_connections_were_cut_tells_its_callers_and_goes_on()
    {
        await using var bed = new PostgresBed(postgres.ConnectionString, owned: false);
        var process = bed.NewProcess();
        await process.GetRequiredService<IStoreSetup>().SetupAsync(default);
        var (store, committer) = (process.GetRequiredService<IRunStore>(), process.GetRequiredService<ICommitter>());
        var run = Given.NewRun();
        await store.StartAsync(run, default);
        var version = 1L;
        (await committer.CommitAsync(Given.Set(run.Id, version++), default)).ShouldBeTrue();

        await CutConnectionsAsync();

        var failures = 0;
        for (var committed = 0; committed < 4;)
        {
            try
            {
                (await committer.CommitAsync(Given.Set(run.Id, version), default)).ShouldBeTrue();
                (version, committed) = (version + 1, committed + 1);
            }
            catch (NpgsqlException) when (failures++ < 10)
            {
                // Its message would be delivered again.
            }
        }
        failures.ShouldBeGreaterThan(0);
        (await process.GetRequiredService<IRunStore>().LoadAsync(Given.Tenant, run.Id, default))!.Version.ShouldBe(version);
    }

    [Fact]
    public async Task A_listener_whose_connection_was_cut_listens_again_and_wakes_who_may_have_missed_something()
    {
        await using var bed = new PostgresBed(postgres.ConnectionString, owned: false);
        var (here, there) = (bed.NewProcess(), bed.NewProcess());
        await here.GetRequiredService<IStoreSetup>().SetupAsync(default);
        var signal = here.GetRequiredService<IChangeSignal>();
        await signal.WaitForOutboxAsync(Long, default).WaitAsync(Patience); // It listens now.

        var missed = signal.WaitForOutboxAsync(Long, default);
        await CutConnectionsAsync();
        await missed.WaitAsync(Patience);

        var heard = signal.WaitForOutboxAsync(Long, default);
        await there.GetRequiredService<IOutboxStore>().AddAsync(Given.Tenant, null, [Given.Message()], default);
        await heard.WaitAsync(Patience);
    }

    private async Task CutConnectionsAsync()
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Pooling = false });
        await using var cut = source.CreateCommand(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        await cut.ExecuteNonQueryAsync();
    }
}

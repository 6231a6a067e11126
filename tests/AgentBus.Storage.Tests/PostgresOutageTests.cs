using System.Diagnostics;
using System.Security.Cryptography;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Setup;
using AgentBus.Storage.Tests.Conformance;
using AgentBus.TestKit.Network;
using AgentBus.TestKit.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace AgentBus.Storage.Tests;

/// <summary>A server of its own that is killed, frozen, cut off and filled up under a process that commits and reads.</summary>
public sealed class PostgresOutageTests(PostgresOutageTests.Victim victim) : IClassFixture<PostgresOutageTests.Victim>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PostgresServer _server = victim.Server;
    private TcpProxy _proxy = null!;
    private ServiceProvider _process = null!;
    private string _database = "";
    private NewRun _run = null!;
    private long _version;

    public async Task InitializeAsync()
    {
        _proxy = TcpProxy.Start(_server.Port, seed: 1);
        _database = await _server.CreateDatabaseAsync();
        _process = NewProcess(new NpgsqlConnectionStringBuilder(_database) { Port = _proxy.Port, Timeout = 3 }.ToString());
        await _process.GetRequiredService<IStoreSetup>().SetupAsync(default);
        _run = Given.NewRun();
        await _process.GetRequiredService<IRunStore>().StartAsync(_run, default);
        await CommitsAsync();
    }

    public async Task DisposeAsync()
    {
        await _process.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task A_killed_server_that_is_back_is_used_again()
    {
        await _server.KillAsync();
        await Should.ThrowAsync<NpgsqlException>(CommitAsync());
        (await HealthAsync()).ShouldBe(HealthStatus.Unhealthy);
        await _server.StartAgainAsync();

        await CommitsAsync();
        (await HealthAsync()).ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_frozen_server_is_given_up_on_and_used_again_when_it_goes_on()
    {
        await _server.SuspendAsync();
        var since = Stopwatch.StartNew();
        await Should.ThrowAsync<NpgsqlException>(CommitAsync());
        since.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        (await HealthAsync()).ShouldBe(HealthStatus.Unhealthy);
        await _server.ResumeAsync();

        await CommitsAsync();
    }

    [Fact]
    public async Task Connections_that_a_network_swallowed_are_replaced_those_at_rest_too()
    {
        var store = _process.GetRequiredService<IRunStore>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.LoadAsync(Given.Tenant, _run.Id, default)));

        _proxy.Conditions = new Conditions { Upstream = Flow.Drop, Downstream = Flow.Drop };
        await Should.ThrowAsync<NpgsqlException>(CommitAsync());
        _proxy.Conditions = new Conditions();

        await CommitsAsync();
    }

    [Fact]
    public async Task A_listener_that_a_network_cut_off_without_a_word_hears_again()
    {
        await using var other = NewProcess(_database);
        await _process.GetRequiredService<IChangeSignal>().WaitForOutboxAsync(TimeSpan.FromSeconds(1), default);
        (await HearsSoonAsync(other)).ShouldBeTrue("not even before");

        _proxy.Conditions = new Conditions { Upstream = Flow.Drop, Downstream = Flow.Drop };
        await Should.ThrowAsync<NpgsqlException>(CommitAsync());
        _proxy.Conditions = new Conditions();

        (await HearsSoonAsync(other)).ShouldBeTrue("no notification of another process came");
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_found_when_its_message_comes_again()
    {
        _proxy.Conditions = new Conditions { Downstream = Flow.Drop };
        await Should.ThrowAsync<NpgsqlException>(CommitAsync());
        _proxy.Conditions = new Conditions();
        _proxy.Reset();

        var now = await EventuallyAsync(LoadAsync);

        now.Version.ShouldBe(_version + 1);
        (await _process.GetRequiredService<ICommitter>().CommitAsync(Given.Set(_run.Id, _version), default)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_full_disk_is_waited_for()
    {
        if (PostgresServer.NoSmallDisk is not null)
            return; // A disk that cannot be made small cannot be filled.
        await _server.FillDiskAsync();
        var failed = false;
        for (var tries = 0; !failed && tries < 1_000; tries++)
            failed = await FailsAsync(CommitAsync);
        failed.ShouldBeTrue("the disk was never full");

        await _server.FreeDiskAsync();
        await _server.StartAgainAsync();

        await CommitsAsync();
    }

    private static ServiceProvider NewProcess(string database)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Store:Provider"] = "postgres", ["Store:ConnectionString"] = database, ["Store:CommandTimeoutSeconds"] = "2", ["Store:Committers"] = "1",
        }).Build();
        return new ServiceCollection().AddLogging().AddStore(configuration).BuildServiceProvider();
    }

    private async Task CommitAsync()
    {
        var set = Given.Set(_run.Id, _version) with { EngineState = RandomNumberGenerator.GetBytes(100_000) };
        (await _process.GetRequiredService<ICommitter>().CommitAsync(set, default)).ShouldBeTrue();
        _version++;
    }

    // As a message that is delivered again: decided anew on what is there.
    private Task<bool> CommitsAsync() => EventuallyAsync(async () =>
    {
        _version = (await LoadAsync()).Version;
        await CommitAsync();
        return true;
    });

    private async Task<LoadedRun> LoadAsync() => (await _process.GetRequiredService<IRunStore>().LoadAsync(Given.Tenant, _run.Id, default))!;

    private async Task<HealthStatus> HealthAsync() =>
        (await _process.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["store"].Status;

    private async Task<bool> HearsSoonAsync(ServiceProvider other)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < Patience;)
            if (await HearsAsync(other))
                return true;
        return false;
    }

    // Within a second, before the waiter looks by itself.
    private async Task<bool> HearsAsync(ServiceProvider other)
    {
        var since = Stopwatch.StartNew();
        var heard = _process.GetRequiredService<IChangeSignal>().WaitForOutboxAsync(TimeSpan.FromSeconds(1), default);
        other.GetRequiredService<ISignalSource>().OutboxChanged();
        await heard;
        return since.Elapsed < TimeSpan.FromSeconds(0.9);
    }

    private static async Task<bool> FailsAsync(Func<Task> action)
    {
        try
        {
            await action();
            return false;
        }
        catch (NpgsqlException)
        {
            return true;
        }
    }

    private static async Task<T> EventuallyAsync<T>(Func<Task<T>> action)
    {
        for (var since = Stopwatch.StartNew(); ;)
            try
            {
                return await action();
            }
            catch (NpgsqlException) when (since.Elapsed < Patience)
            {
                // Delivered again.
            }
    }

    /// <summary>The server, on a small disk where one can be made.</summary>
    public sealed class Victim : IAsyncLifetime
    {
        private const int DiskMegabytes = 150;

        public PostgresServer Server { get; private set; } = null!;

        public async Task InitializeAsync() =>
            Server = await PostgresServer.StartAsync(PostgresServer.NoSmallDisk is null ? DiskMegabytes : null);

        public Task DisposeAsync() => Server.DisposeAsync().AsTask();
    }
}

using AgentBus.Storage.Postgres;
using AgentBus.TestKit.Postgres;
using AgentBus.TestKit.Time;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AgentBus.Storage.Tests;

/// <summary>Machines whose clocks are wrong, and clocks that are stepped, over one database.</summary>
public sealed class PostgresClockTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_machine_whose_clock_is_wrong_goes_by_the_databases()
    {
        await using var database = Database();
        var machine = new SteppedClock { Step = TimeSpan.FromHours(1) };
        var clock = new PostgresClock(database, machine);
        clock.GetUtcNow().ShouldBe(machine.GetUtcNow(), Near);

        var wrong = await clock.LookAsync(default);

        wrong.ShouldBe(TimeSpan.FromHours(-1), Near);
        clock.GetUtcNow().ShouldBe(await DatabaseTimeAsync(), Near);
    }

    [Fact]
    public async Task A_step_of_the_machines_clock_moves_nothing()
    {
        await using var database = Database();
        var machine = new SteppedClock();
        var clock = new PostgresClock(database, machine);
        await clock.LookAsync(default);

        foreach (var hours in new[] { 1, -1 })
        {
            machine.Step = TimeSpan.FromHours(hours);
            clock.GetUtcNow().ShouldBe(await DatabaseTimeAsync(), Near);
            (await clock.LookAsync(default)).ShouldBe(TimeSpan.Zero);
        }
    }

    [Fact]
    public async Task A_clock_that_ran_away_is_put_right_at_the_next_look()
    {
        await using var database = Database();
        var machine = new ManualClock();
        var clock = new PostgresClock(database, machine);
        await clock.LookAsync(default);

        machine.Advance(TimeSpan.FromMinutes(10));

        (await clock.LookAsync(default)).ShouldBe(TimeSpan.FromMinutes(-10), Near);
        clock.GetUtcNow().ShouldBe(await DatabaseTimeAsync(), Near);
    }

    [Fact]
    public async Task A_host_that_brings_a_clock_keeps_it()
    {
        await using var own = Services(new ManualClock());
        await using var none = Services(TimeProvider.System);

        own.GetRequiredService<TimeProvider>().ShouldBeOfType<ManualClock>();
        none.GetRequiredService<TimeProvider>().ShouldBeOfType<PostgresClock>();
    }

    private PostgresDatabase Database() => new(Options.Create(new StoreOptions { Provider = StoreProviders.Postgres, ConnectionString = postgres.ConnectionString }));

    private ServiceProvider Services(TimeProvider clock)
    {
        var settings = new Dictionary<string, string?> { ["Store:Provider"] = "postgres", ["Store:ConnectionString"] = postgres.ConnectionString };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection().AddLogging().AddSingleton(clock).AddStore(configuration).BuildServiceProvider();
    }

    private async Task<DateTimeOffset> DatabaseTimeAsync()
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var question = source.CreateCommand("select clock_timestamp()");
        return new DateTimeOffset((DateTime)(await question.ExecuteScalarAsync())!);
    }

    /// <summary>A machine whose wall clock is stepped, and whose monotonic clock goes on.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        public TimeSpan Step { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Step;
    }
}

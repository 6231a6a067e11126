using System.Text.RegularExpressions;
using AgentBus.Storage.Data;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Postgres;
using AgentBus.Storage.Setup;
using AgentBus.Storage.Tests.Conformance;
using AgentBus.TestKit.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests;

/// <summary>Plans of statements whose table may have been counted when it was empty.</summary>
public sealed class PostgresPlanTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    /// <summary>As it was once: a look through the whole outbox for each row that is claimed, 18 s with 100,000 timers due at once.</summary>
    [Fact]
    public async Task A_claim_looks_up_what_it_takes_and_no_more_whatever_is_believed_of_the_outbox()
    {
        await using var bed = new PostgresBed(postgres.ConnectionString, owned: false);
        var process = bed.NewProcess();
        await process.GetRequiredService<IStoreSetup>().SetupAsync(default);
        var database = process.GetRequiredService<Database>();
        await database.ExecuteAsync("analyze outbox", new { }, default);

        var plan = string.Join('\n', await database.QueryAsync(
            $"explain {OutboxStore.ClaimSql(database)}",
            new { limit = 200, now = database.Time(Given.Now), held = database.Time(Given.Now) },
            row => row.GetString(0).Trim(),
            default));

        plan.ShouldContain("Index Scan using outbox_claim on outbox o");
        plan.ShouldContain("Index Cond: (held_until <=");
        plan.ShouldContain("Index Cond: (message_id = ANY (");
        plan.ShouldContain("Index Cond: ((run = o.run) AND (exchange = o.exchange) AND (seq < o.seq))");
        plan.ShouldContain("Index Cond: ((run = first_1.run) AND (exchange = first_1.exchange) AND (seq > first_1.seq))");
    }

    /// <summary>As it was once: every row of a new store's first batches walked along all runs of its tenant, until the statistics were first gathered.</summary>
    [Theory]
    [InlineData(nameof(PostgresSetSql.Runs))]
    [InlineData(nameof(PostgresSetSql.RunsOnce))]
    [InlineData(nameof(PostgresSetSql.Words))]
    [InlineData(nameof(PostgresSetSql.CancelTimers))]
    [InlineData(nameof(PostgresSetSql.Documents))]
    [InlineData(nameof(PostgresSetSql.Steps))]
    [InlineData(nameof(PostgresSetSql.History))]
    [InlineData(nameof(PostgresSetSql.Messages))]
    [InlineData(nameof(PostgresSetSql.Timers))]
    [InlineData(nameof(PostgresSetSql.CloseLeases))]
    [InlineData(nameof(PostgresSetSql.Subscriptions))]
    public async Task Each_row_of_a_batch_finds_its_run_by_its_id_in_a_store_that_was_never_counted(string statement)
    {
        await using var bed = new PostgresBed(postgres.ConnectionString, owned: false);
        var process = bed.NewProcess();
        await process.GetRequiredService<IStoreSetup>().SetupAsync(default);
        var sql = (string)typeof(PostgresSetSql).GetField(statement)!.GetRawConstantValue()!;
        var parameters = Regex.Matches(sql, @"\$\d+", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Value).Distinct().Count();

        var plan = await process.GetRequiredService<Database>().WriteAsync(
            async statements =>
            {
                await statements.ExecuteAsync($"prepare {statement} as {sql}", new { });
                var lines = await statements.QueryAsync(
                    $"explain execute {statement}({string.Join(", ", Enumerable.Repeat("null", parameters))})", new { }, row => row.GetString(0).Trim());
                await statements.ExecuteAsync($"deallocate {statement}", new { });
                return string.Join('\n', lines);
            },
            default);

        plan.ShouldMatch(@"Index Scan using runs_pkey on runs r .*\n\s*Index Cond: \(id = (s|l|b|o)\.run\)");
    }
}

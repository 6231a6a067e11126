using System.Text.Json;
using AgentBus.AgentSdk;
using AgentBus.Storage.Queries;
using AgentBus.TestKit.Postgres;
using AgentBus.TestKit.RabbitMq;
using AgentBus.TestKit.Services;
using AgentBus.Workflows.Execution;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace AgentBus.Orchestrator.Tests.Journeys;

/// <summary>Many results for one run at once, at two orchestrators.</summary>
public sealed class FanInJourneys(RabbitMqFixture broker, PostgresFixture postgres, ITestOutputHelper output)
    : IClassFixture<RabbitMqFixture>, IClassFixture<PostgresFixture>
{
    private const int Items = 300;

    private static readonly string Choir = $$"""
        document: { dsl: '1.0.3', namespace: tests, name: choir, version: '1.0.0' }
        do:
          - all:
              for: { each: n, in: '${ [range(0; {{Items}})] }' }
              metadata: { agentbus: { maxConcurrency: {{Items}} } }
              do:
                - one: { call: agent, with: { agent: echo, input: { number: '${ $n }' } } }
        """;

    /// <summary>
    /// A process decides for one run at a time, so a commit makes at most one decision of each other process stale: two processes try at most twice
    /// as often as they write. Results that wait while one commit is on its way share the next one.
    /// </summary>
    [Fact]
    public async Task Results_for_one_run_at_two_orchestrators_share_commits_and_cost_two_tries_a_commit_at_most()
    {
        var count = new CommitCount();
        var settings = new Dictionary<string, string?>(broker.Settings) { ["Store:Provider"] = "postgres", ["Store:ConnectionString"] = postgres.ConnectionString };
        await Journey.SetUpAsync(settings);
        await using var one = await OrchestratorAsync(settings, count);
        await using var other = await OrchestratorAsync(settings, count);
        await using var agent = await TestService.StartAsync(settings, builder => builder.AddAgent<EchoAgent>());
        await Journey.PutAsync(one, Choir, "echo");
        var started = TimeProvider.System.GetTimestamp();

        var run = await Journey.StartAsync(one, "choir", "{}");
        await Journey.EndedAsync(one, run);

        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        output.WriteLine($"{Items} items: {count.Tried} tries, {count.Written} commits, {seconds:F2} s");
        var numbers = JsonElement.Parse((await one.Services.GetRequiredService<IRunQueries>().DocumentAsync("default", run, DocumentKeys.Output, default))!);
        numbers.EnumerateArray().Select(said => said.GetProperty("number").GetInt32()).ShouldBe(Enumerable.Range(0, Items));
        count.Tried.ShouldBeLessThanOrEqualTo(2 * count.Written);
        count.Written.ShouldBeLessThan(Items / 2);
    }

    private static Task<WebApplication> OrchestratorAsync(Dictionary<string, string?> settings, CommitCount count) =>
        TestService.StartAsync(settings, builder =>
        {
            builder.AddOrchestrator();
            CountingCommitter.Count(builder.Services, count);
        });
}

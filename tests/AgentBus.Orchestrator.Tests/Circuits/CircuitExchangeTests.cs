using AgentBus.Orchestrator.Circuits;
using AgentBus.Orchestrator.Registry;
using AgentBus.Orchestrator.Tests.Support;
using AgentBus.Storage.Agents;
using AgentBus.Storage.Workers;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Failures;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AgentBus.Orchestrator.Tests.Circuits;

/// <summary>Several orchestrators over one store.</summary>
public sealed class CircuitExchangeTests
{
    private static readonly CircuitBreakerSpec Rules = new(0.5, 4, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(30));

    [Fact]
    public async Task What_two_orchestrators_counted_together_opens_the_circuit_in_both()
    {
        await using var shop = await Shop.OpenAsync();
        var (one, other) = (new Observer(shop), new Observer(shop));
        one.Fail(2);
        other.Fail(2);
        one.Kind.ShouldBe(CircuitKind.Closed, "two are too few");

        await one.ExchangeAsync();
        await other.ExchangeAsync();
        other.Kind.ShouldBe(CircuitKind.Open);
        one.Kind.ShouldBe(CircuitKind.Closed, "it has not learnt yet what the other told");

        await one.ExchangeAsync();
        one.Kind.ShouldBe(CircuitKind.Open);
    }

    [Fact]
    public async Task An_orchestrator_that_is_killed_loses_only_what_it_had_not_told()
    {
        await using var shop = await Shop.OpenAsync();
        var killed = new Observer(shop);
        killed.Fail(3);
        await killed.ExchangeAsync();
        killed.Fail(1);

        var next = new Observer(shop);
        await next.ExchangeAsync();
        next.Kind.ShouldBe(CircuitKind.Closed, "the fourth failure was not told");
        next.Fail(1);
        next.Kind.ShouldBe(CircuitKind.Open, "the three that were told count");
    }

    [Fact]
    public async Task What_could_not_be_told_is_told_the_next_time_and_once()
    {
        await using var shop = await Shop.OpenAsync();
        var away = new AwayOnce(shop.AgentResults);
        var (one, other) = (new Observer(shop, away), new Observer(shop));
        one.Fail(3);
        await Should.ThrowAsync<IOException>(() => one.ExchangeAsync());

        await one.ExchangeAsync();
        await one.ExchangeAsync();
        await other.ExchangeAsync();
        other.Kind.ShouldBe(CircuitKind.Closed, "three were told, each once");
        other.Fail(1);
        other.Kind.ShouldBe(CircuitKind.Open);
    }

    [Fact]
    public async Task Versions_whose_workers_are_gone_are_no_longer_told()
    {
        await using var shop = await Shop.OpenAsync();
        var one = new Observer(shop);
        await shop.Workers.SeenAsync(new WorkerRow("w1", "writer", "2.0.0", [], 1, 0, shop.Clock.GetUtcNow()), CancellationToken.None);
        one.Fail(4);
        await one.ExchangeAsync();
        one.Board.Of("writer", Rules).Versions.Single().Version.ShouldBe("2.0.0");

        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        await one.ExchangeAsync();
        one.Board.Of("writer", Rules).Versions.Single().Version.ShouldBe("1.0.0", "no worker runs, so what was counted is told");
    }

    [Fact]
    public async Task Counts_of_more_than_an_hour_ago_are_swept()
    {
        await using var shop = await Shop.OpenAsync();
        var one = new Observer(shop);
        one.Fail(4);
        await one.ExchangeAsync();
        (await shop.AgentResults.AllAsync(DateTimeOffset.UnixEpoch, CancellationToken.None)).ShouldHaveSingleItem().Failed.ShouldBe(4);

        shop.Clock.Advance(CircuitPolicy.Memory + TimeSpan.FromMinutes(2));
        await one.ExchangeAsync();
        (await shop.AgentResults.AllAsync(DateTimeOffset.UnixEpoch, CancellationToken.None)).ShouldBeEmpty();
    }

    private sealed class Observer
    {
        private readonly CircuitExchange _exchange;

        public Observer(Shop shop, IAgentResults? results = null)
        {
            Board = new CircuitBoard(shop.Clock);
            _exchange = new CircuitExchange(
                Board, new LaneRoster(), results ?? shop.AgentResults, shop.Workers, Options.Create(new OrchestratorOptions()), shop.Clock,
                NullLogger<CircuitExchange>.Instance);
        }

        public CircuitBoard Board { get; }

        public CircuitKind Kind => Board.Of("writer", Rules).Versions.Single().Kind;

        public void Fail(int times)
        {
            for (var i = 0; i < times; i++)
            {
                Board.Note("writer", "1.0.0", failed: true);
            }
        }

        public Task ExchangeAsync() => _exchange.RunOnceAsync(CancellationToken.None);
    }

    /// <summary>The store, which cannot be written to the first time.</summary>
    private sealed class AwayOnce(IAgentResults store) : IAgentResults
    {
        private bool _wasAway;

        public Task AddAsync(string observer, IReadOnlyList<AgentResultCount> counts, CancellationToken cancellationToken)
        {
            if (_wasAway)
            {
                return store.AddAsync(observer, counts, cancellationToken);
            }

            _wasAway = true;
            throw new IOException("The store is away.");
        }

        public Task<IReadOnlyList<AgentResultCount>> OthersAsync(string observer, DateTimeOffset since, CancellationToken cancellationToken) =>
            store.OthersAsync(observer, since, cancellationToken);

        public Task<IReadOnlyList<AgentResultCount>> AllAsync(DateTimeOffset since, CancellationToken cancellationToken) => store.AllAsync(since, cancellationToken);

        public Task<int> SweepAsync(DateTimeOffset before, CancellationToken cancellationToken) => store.SweepAsync(before, cancellationToken);
    }
}

using AgentBus.Models.Decisions;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentBus.Models.Tests.Decisions;

/// <summary>Decisions are written beside the calls, and none is lost while the host lives.</summary>
public sealed class DecisionWriterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_host_that_is_stopped_writes_all_that_was_taken()
    {
        var log = new InMemoryDecisionLog();
        using var writer = new DecisionWriter(log, TimeProvider.System, NullLogger<DecisionWriter>.Instance);
        ModelDecision[] decisions = [.. Enumerable.Range(0, 1_000).Select(_ => Decision())];
        foreach (var decision in decisions[..500])
        {
            writer.Add(decision, Outcome(decision));
        }

        await writer.StartAsync(default);
        foreach (var decision in decisions[500..])
        {
            writer.Add(decision);
        }

        await writer.StopAsync(default);

        (await log.ListAsync("acme", Now, null, 2_000, default)).Select(decision => decision.Id).ShouldBe(decisions.Select(decision => decision.Id), ignoreOrder: true);
        (await log.CreditsAfterAsync(0, Now.AddHours(1), 2_000, default)).Count.ShouldBe(500);
    }

    [Fact]
    public async Task While_the_store_is_away_decisions_wait_for_it()
    {
        var log = new AwayAtFirst();
        using var writer = new DecisionWriter(log, TimeProvider.System, NullLogger<DecisionWriter>.Instance);
        await writer.StartAsync(default);
        writer.Add(Decision());
        await log.Failed;
        log.IsBack = true;
        await writer.StopAsync(default);
        log.Written.ShouldBe(1);
    }

    private static ModelDecision Decision() => new(
        Guid.CreateVersion7(), Now, "acme", null, null, null, null, "research", "learned", "1", 0, [], "small", 1, false, "", 0, TimeSpan.Zero, "answered");

    private static ModelOutcome Outcome(ModelDecision decision) =>
        new(Guid.NewGuid(), "acme", decision.Id, null, null, null, 1, OutcomeSources.Schema, null, null, Now);

    private sealed class AwayAtFirst : IDecisionLog
    {
        private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsBack { get; set; }

        public int Written { get; private set; }

        public Task Failed => _failed.Task;

        public Task AppendAsync(IReadOnlyList<ModelDecision> decisions, CancellationToken cancellationToken)
        {
            if (!IsBack)
            {
                _failed.TrySetResult();
                throw new TimeoutException("away");
            }

            Written += decisions.Count;
            return Task.CompletedTask;
        }

        public Task<int> AddOutcomesAsync(IReadOnlyList<ModelOutcome> outcomes, CancellationToken cancellationToken) => Task.FromResult(0);

        public Task<ModelDecision?> FindAsync(Guid id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<ModelDecision>> ListAsync(string tenant, DateTimeOffset since, Guid? after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<ModelDecision>> LatestAsync(string tenant, Guid? run, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<ModelUse>> UseAsync(string tenant, DateTimeOffset since, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<ModelOutcome>> OutcomesOfAsync(ModelDecision decision, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<OutcomeCredit>> CreditsAfterAsync(long position, DateTimeOffset settledBefore, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<LearnedState?> LoadStateAsync(string format, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SaveStateAsync(LearnedState state, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> SweepAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

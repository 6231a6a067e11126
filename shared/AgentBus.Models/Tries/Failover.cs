using AgentBus.Models.Gateway;
using AgentBus.Models.Routing;
using Polly;
using Polly.Hedging;

namespace AgentBus.Models.Tries;

/// <summary>
/// Takes a call along the ranking until a model answers: at once to the next when one fails, and beside one that is slow where hedging is on. Only the last one is tried
/// again after a pause, since only there nobody else can answer sooner.
/// </summary>
internal sealed class Failover<T>
{
    private const int MostOthers = 10;
    private static readonly ResiliencePropertyKey<Race> RaceKey = new("race");
    private readonly ResiliencePipeline<T> _pipeline;

    public Failover(TimeProvider time) => _pipeline = new ResiliencePipelineBuilder<T> { TimeProvider = time }.AddHedging(new HedgingStrategyOptions<T>
    {
        MaxHedgedAttempts = MostOthers,
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is ModelException { IsWorthAnother: true }),
        DelayGenerator = arguments => ValueTask.FromResult(arguments.Context.Properties.GetValue(RaceKey, null!).HedgeAfter),
        ActionGenerator = arguments => arguments.PrimaryContext.Properties.GetValue(RaceKey, null!).Next() is { } candidate
            ? () => arguments.ActionContext.Properties.GetValue(RaceKey, null!).OutcomeAsync(candidate, arguments.ActionContext.CancellationToken)
            : null,
    }).Build();

    /// <exception cref="ModelException">None answered; it says of each why.</exception>
    public async Task<T> RunAsync(
        CallState state, IReadOnlyList<Candidate> ranking, Func<Candidate, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        var race = new Race(state, ranking, ask);
        var first = race.Next()!;
        try
        {
            return ranking.Count == 1 ? await race.TryAsync(first, cancellationToken) : await RunAsync(race, first, cancellationToken);
        }
        catch (ModelException e)
        {
            throw new ModelException(e.IsWorthAnother ? Verdict.Of(state.TakeFailures(), e.Error) : e.Error, e) { CostUsd = state.Bill.CostUsd };
        }
    }

    private async Task<T> RunAsync(Race race, Candidate first, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            context.Properties.Set(RaceKey, race);
            return await _pipeline.ExecuteAsync(static async (c, x) => await x.race.TryAsync(x.first, c.CancellationToken), context, (race, first));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>The candidates of one call, each handed out once.</summary>
    private sealed class Race(CallState state, IReadOnlyList<Candidate> ranking, Func<Candidate, CancellationToken, Task<T>> ask)
    {
        private int _next = -1;

        /// <summary>Infinite: the next only after a failure.</summary>
        public TimeSpan HedgeAfter { get; } = state.Call.Hints.Deadline is not null && state.InForce.Options.HedgeAfter is { } after ? after : Timeout.InfiniteTimeSpan;

        public Candidate? Next() => Interlocked.Increment(ref _next) is var i && i < ranking.Count ? ranking[i] : null;

        public async Task<T> TryAsync(Candidate candidate, CancellationToken cancellationToken)
        {
            try
            {
                return ReferenceEquals(candidate, ranking[^1])
                    ? await state.InForce.Providers[candidate.Model.Provider].Retry.ExecuteAsync(
                        static async (x, token) => await x.ask(x.candidate, token), (ask, candidate), cancellationToken)
                    : await ask(candidate, cancellationToken);
            }
            catch (ModelException e)
            {
                state.Failed(candidate.Model, e.Error);
                throw;
            }
        }

        public async ValueTask<Outcome<T>> OutcomeAsync(Candidate candidate, CancellationToken cancellationToken)
        {
            try
            {
                return Outcome.FromResult(await TryAsync(candidate, cancellationToken));
            }
            catch (Exception e)
            {
                return Outcome.FromException<T>(e);
            }
        }
    }
}

using AgentBus.Models.Answers;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Decisions;
using AgentBus.Models.Gateway;

namespace AgentBus.Models.Cache;

/// <summary>
/// Answers in the store, found by the exact request or by nearly the same words. Each use leaves a decision of its own, of policy <c>cache</c>, which nothing is learned from
/// but which can be judged: an answer that turns out bad is forgotten.
/// </summary>
internal sealed class AnswerCache(IAnswerStore store, KeptAnswers answers, AnswerFlights flights, LiveModels models, DecisionWriter decisions, TimeProvider time) : IAnswerCache
{
    /// <summary>Name of the policy in decisions; their version is the id of the decision whose answer was used.</summary>
    internal const string Policy = "cache";

    /// <summary>An outcome below it makes an answer a bad one.</summary>
    private const double Bad = 0.5;

    public async ValueTask<ChatAnswer?> FindAsync(ChatCall call, CancellationToken cancellationToken) =>
        Keys(call) is { } keys && !IsRefused(call) ? await ServedAsync(call, keys, cancellationToken) : null;

    public async ValueTask<ChatAnswer> KeepAsync(ChatCall call, ChatAnswer answer, CancellationToken cancellationToken)
    {
        if (Keys(call) is not { } keys)
        {
            return answer;
        }

        if (IsRefused(call))
        {
            await RemoveAsync(keys, cancellationToken);
        }

        await StoreAsync(keys, answer, cancellationToken);
        return answer with { Cache = CacheUse.Miss };
    }

    public async Task<ChatAnswer> GetOrAskAsync(ChatCall call, Func<CancellationToken, Task<ChatAnswer>> ask, CancellationToken cancellationToken)
    {
        if (Keys(call) is not { } keys)
        {
            return await ask(cancellationToken);
        }

        if (!IsRefused(call))
        {
            if (await ServedAsync(call, keys, cancellationToken) is { } kept)
            {
                return kept;
            }

            if (keys.MayJoin)
            {
                return await JoinedAsync(call, keys, ask, cancellationToken);
            }
        }

        return await KeepAsync(call, await ask(cancellationToken), cancellationToken);
    }

    public async ValueTask ForgetAsync(OutcomeCredit credit, CancellationToken cancellationToken)
    {
        if (credit.Outcome.Quality < Bad)
        {
            var (tenant, decision) = (credit.Decision.Tenant, credit.Decision);
            await store.ForgetAsync(tenant, decision.Policy == Policy && Guid.TryParse(decision.PolicyVersion, out var first) ? first : decision.Id, cancellationToken);
        }
    }

    private CacheKeys? Keys(ChatCall call) => CacheKeys.Of(call, models.InForce.Options.Cache);

    /// <summary>Who did not accept an answer must not get it again, and neither should others.</summary>
    private static bool IsRefused(ChatCall call) => call.Hints is { Rejected: true } or { StrongerThan: not null };

    private async Task<ChatAnswer> JoinedAsync(ChatCall call, CacheKeys keys, Func<CancellationToken, Task<ChatAnswer>> ask, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var flight = await flights.RunAsync(keys.Exact, AskAsync, cancellationToken);
        return !flight.IsJoined ? flight.Answer with { Cache = CacheUse.Miss }
            : flight.Kept is { } kept ? Serve(call, kept, CacheUse.Hit, start)
            : await KeepAsync(call, await ask(cancellationToken), cancellationToken);

        async Task<(ChatAnswer, StoredAnswer?)> AskAsync(CancellationToken token)
        {
            var answer = await ask(token);
            return (answer, await StoreAsync(keys, answer, token));
        }
    }

    private async ValueTask<ChatAnswer?> ServedAsync(ChatCall call, CacheKeys keys, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        if (await answers.FindAsync(keys.Exact, cancellationToken) is { } exact)
        {
            return Serve(call, exact, CacheUse.Hit, start);
        }

        return await NearAsync(keys, cancellationToken) is ({ } near, _) ? Serve(call, near, CacheUse.Near, start) : null;
    }

    /// <summary>The answer to nearly the same words, or the place for one: texts that case tells apart lie beside each other.</summary>
    private async ValueTask<(StoredAnswer? Answer, AnswerKey? Free)> NearAsync(CacheKeys keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys.Spellings)
        {
            var kept = await answers.FindAsync(key, cancellationToken);
            if (kept is null || NearText.ShapesAgree(kept.Shape, keys.Shape))
            {
                return (kept, kept is null ? key : null);
            }
        }

        return (null, null);
    }

    private ChatAnswer Serve(ChatCall call, StoredAnswer kept, CacheUse use, long start)
    {
        var (hints, now, latency) = (call.Hints, time.GetUtcNow(), time.GetElapsedTime(start));
        var decision = new ModelDecision(
            Guid.CreateVersion7(now), now, hints.Tenant, hints.Run, hints.Step, hints.TaskPath, hints.Attempt, hints.KindOfWork, Policy, $"{kept.Decision}", 0, [],
            kept.Model, 1, false, KeptAnswer.Why(kept, use), 0, latency, "answered");
        decisions.Add(decision);
        return KeptAnswer.Serve(kept, use, decision.Id, latency);
    }

    private async ValueTask<StoredAnswer?> StoreAsync(CacheKeys keys, ChatAnswer answer, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (KeptAnswer.Of(answer, keys.Shape, now) is not { } kept)
        {
            return null;
        }

        var expires = now + models.InForce.Options.Cache.Ttl;
        await answers.SaveAsync(keys.Exact, kept, expires, cancellationToken);
        if (await NearAsync(keys, cancellationToken) is (_, { } free))
        {
            await answers.SaveAsync(free, kept, expires, cancellationToken);
        }

        return kept;
    }

    private async ValueTask RemoveAsync(CacheKeys keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys.Spellings.Prepend(keys.Exact))
        {
            await answers.RemoveAsync(key, cancellationToken);
        }
    }
}

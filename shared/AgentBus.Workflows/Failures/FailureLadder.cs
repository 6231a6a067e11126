using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Failures;

/// <summary>
/// What follows a failed attempt of an agent, one rung after the other: the typed result, retry with backoff, another candidate, the
/// fallback, and then what the task says for when all is used up. Pure.
/// </summary>
internal static class FailureLadder
{
    /// <summary>How often a lost lease sends the next attempt at once; one more counts as a failure, so a step that kills its workers ends.</summary>
    public const int LostLeases = 4;

    private static readonly TimeSpan UnknownReset = TimeSpan.FromSeconds(5);

    /// <summary>For an agent step outside any <c>try</c>.</summary>
    public static RetryPolicy DefaultRetry { get; } = new()
    {
        Delay = TimeSpan.FromSeconds(1),
        Backoff = Backoff.Exponential,
        Multiplier = 2,
        MaxDelay = TimeSpan.FromMinutes(1),
        Jitter = JitterKind.Full,
        MaxAttempts = 5,
    };

    /// <summary>Decides.</summary>
    public static LadderDecision Next(FailedAttempt failed) => failed.Kind switch
    {
        OutcomeKind.AskHuman => new LadderDecision.Ask($"{failed.Agent} asks a person: {failed.Words}"),
        OutcomeKind.RateLimited => WaitForReset(failed),
        OutcomeKind.Transient or OutcomeKind.InvalidOutput when MayRetry(failed) => Retry(failed),
        _ => NextAgent(failed),
    };

    /// <summary>The agent's circuit is open: it is not asked at all, and that counts no attempt.</summary>
    public static LadderDecision Avoid(string agent, string? nextAgent, TimeSpan openFor, double luck)
    {
        if (nextAgent is not null)
        {
            return new LadderDecision.Use(nextAgent, $"{agent}: circuit open, so {nextAgent} is asked");
        }

        var after = (openFor > TimeSpan.Zero ? openFor : UnknownReset) * (1 + (0.1 * luck));
        return new LadderDecision.Retry(after, $"{agent}: circuit open, tried again in {Backoffs.InWords(after)} (counts no attempt)");
    }

    private static bool MayRetry(FailedAttempt failed) =>
        failed.Policy is { } policy && (policy.MaxAttempts is not { } max || failed.Failures < max)
        && (policy.MaxDuration is not { } longest || failed.Elapsed < longest);

    private static LadderDecision.Retry Retry(FailedAttempt failed)
    {
        var after = Later(Backoffs.Delay(failed.Policy!, failed.Failures, failed.Luck), failed.RetryAfter);
        var of = failed.Policy!.MaxAttempts is { } max ? $" of {max}" : "";
        return new(after, $"attempt {failed.Failures + 1}{of} in {Backoffs.InWords(after)}: {failed.Words}");
    }

    /// <summary>The policy's delay, and no sooner than the service asked for.</summary>
    private static TimeSpan Later(TimeSpan delay, TimeSpan? asked) => asked > delay ? asked.Value : delay;

    /// <summary>A tenth more by chance, so that those who hit the limit together do not come back together.</summary>
    private static LadderDecision.Retry WaitForReset(FailedAttempt failed)
    {
        var after = (failed.RetryAfter ?? UnknownReset) * (1 + (0.1 * failed.Luck));
        return new(after, $"rate limit, again in {Backoffs.InWords(after)} (counts no attempt): {failed.Words}");
    }

    private static LadderDecision NextAgent(FailedAttempt failed)
    {
        var why = failed.Kind switch
        {
            OutcomeKind.Refused => "refused",
            OutcomeKind.Permanent => "a retry cannot help",
            _ when failed.Policy is null => "failed",
            _ => $"all {failed.Failures} attempts failed",
        };
        return failed.NextAgent is { } agent
            ? new LadderDecision.Use(agent, $"{failed.Agent}: {why}, so {agent} is asked: {failed.Words}")
            : new LadderDecision.Exhausted($"{failed.Agent}: {why}: {failed.Words}");
    }
}

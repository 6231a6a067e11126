namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads a retry policy, written in place or under <c>use.retries</c>.</summary>
internal static class RetryReader
{
    public static RetryPolicy? Read(Cursor at)
    {
        if (!at.IsObjectOf("when", "exceptWhen", "delay", "backoff", "limit", "jitter"))
        {
            return null;
        }

        var delay = at.Get("delay") is { } given ? DurationReader.ReadOrCompute(given) : null;
        var policy = new RetryPolicy
        {
            When = at.Get("when") is { } when ? ExpressionReader.Read(when) : null,
            ExceptWhen = at.Get("exceptWhen") is { } except ? ExpressionReader.Read(except) : null,
            Delay = delay?.Known ?? default,
            ComputedDelay = (delay as Duration.Computed)?.Expression,
            JitterRange = at.Get("jitter") is { } jitter ? Range(jitter) : null,
        };
        policy = at.Get("backoff") is { } backoff ? WithBackoff(policy, backoff) : policy;
        return at.Get("limit") is { } limit ? WithLimit(policy, limit) : policy;
    }

    private static RetryPolicy WithBackoff(RetryPolicy policy, Cursor at)
    {
        if (!at.IsObjectOf("constant", "linear", "exponential"))
        {
            return policy;
        }

        if (at.Node.Members.Count != 1)
        {
            at.Report("'backoff' must have exactly one of constant, linear and exponential.");
            return policy;
        }

        var (name, value) = at.Members.Single();
        switch (name)
        {
            case "exponential":
                return WithExponential(policy, value);
            case "linear":
                value.IsObjectOf();
                return policy with { Backoff = Backoff.Linear };
            default:
                value.IsObjectOf();
                return policy;
        }
    }

    private static RetryPolicy WithExponential(RetryPolicy policy, Cursor at)
    {
        if (!at.IsObjectOf("multiplier", "maxDelay", "jitter"))
        {
            return policy;
        }

        return policy with
        {
            Backoff = Backoff.Exponential,
            Multiplier = (double)(at.Get("multiplier")?.Number(1, 1000) ?? 2),
            MaxDelay = at.Get("maxDelay") is { } max ? DurationReader.Read(max) : null,
            Jitter = at.Get("jitter")?.Word("full", "equal", "none") switch
            {
                "full" => JitterKind.Full,
                "equal" => JitterKind.Equal,
                _ => JitterKind.None,
            },
        };
    }

    private static RetryPolicy WithLimit(RetryPolicy policy, Cursor at)
    {
        if (!at.IsObjectOf("attempt", "duration"))
        {
            return policy;
        }

        policy = policy with { MaxDuration = at.Get("duration") is { } duration ? DurationReader.Read(duration) : null };
        if (at.Get("attempt") is not { } attempt || !attempt.IsObjectOf("count", "duration"))
        {
            return policy;
        }

        if (attempt.Get("duration") is { } perAttempt)
        {
            perAttempt.Report("a limit on the duration of one attempt (limit.attempt.duration) is not yet supported. Give the tasks a 'timeout'.");
        }

        return policy with { MaxAttempts = (int?)attempt.Get("count")?.Integer(1, int.MaxValue) };
    }

    private static (TimeSpan From, TimeSpan To)? Range(Cursor at)
    {
        if (!at.IsObjectOf("from", "to")
            || at.Required("from") is not { } fromAt || at.Required("to") is not { } toAt
            || DurationReader.Read(fromAt) is not { } from || DurationReader.Read(toAt) is not { } to)
        {
            return null;
        }

        if (from > to)
        {
            at.Report("'jitter' has a 'from' that is longer than its 'to'. Swap them.");
        }

        return (from, to);
    }
}

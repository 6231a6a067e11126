namespace AgentBus.Orchestrator.Calls.Http;

/// <summary>
/// Hands the step's idempotency key to the server (draft-ietf-httpapi-idempotency-key-header), so that a repeated call does no more than one.
/// Only then may what is not idempotent by its method be repeated.
/// </summary>
internal static class IdempotencyHeader
{
    private const string Name = "Idempotency-Key";

    public static HttpCall Add(HttpCall request, Call call)
    {
        // RFC 9110, 9.2.1 and 9.2.2.
        var isSafe = request.Method.Method is "GET" or "HEAD" or "OPTIONS" or "TRACE";
        var isIdempotent = isSafe || request.Method.Method is "PUT" or "DELETE";
        var given = request.Headers.Any(header => header.Key.Equals(Name, StringComparison.OrdinalIgnoreCase));
        if (!isSafe && !given && call.IdempotencyKey is { } key)
        {
            request = request with { Headers = [.. request.Headers, new(Name, key.ToString())] };
            given = true;
        }

        return request with { MayRepeat = isIdempotent || given };
    }
}

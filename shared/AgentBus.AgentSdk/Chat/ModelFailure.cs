using AgentBus.AgentSdk.Attempts;
using AgentBus.Contracts;

namespace AgentBus.AgentSdk.Chat;

/// <summary>
/// What a failed model call means for the attempt. A chat client in process says it in <see cref="Exception.Data"/>, since the agent side
/// does not know its exception type.
/// </summary>
internal sealed record ModelFailure(string Code, int Status, string Message, TimeSpan? RetryAfter)
{
    internal const string CodeData = "agentbus.code";
    internal const string StatusData = "agentbus.status";
    internal const string RetryAfterData = "agentbus.retryAfter";

    private static readonly TimeSpan UnsaidWait = TimeSpan.FromSeconds(30);

    public static ModelFailure? Of(Exception exception) => exception switch
    {
        ModelFailureException failure => new ModelFailure(failure.Code, failure.Status, failure.Message, failure.RetryAfter),
        _ when exception.Data[CodeData] is string code && exception.Data[StatusData] is int status =>
            new ModelFailure(code, status, exception.Message, exception.Data[RetryAfterData] as TimeSpan?),
        _ => null,
    };

    public Ending ToEnding()
    {
        var failure = new AgentFailure($"model-{Code.Replace('_', '-')}", Message);
        return (Code, Status) switch
        {
            (_, 429) => new Ending(AgentResultKind.RateLimited, Failure: failure, RetryAfter: RetryAfter ?? UnsaidWait),
            ("invalid_output", _) => new Ending(AgentResultKind.InvalidOutput, Failure: failure),
            ("content_filter" or "refused", _) => new Ending(AgentResultKind.Refused, Failure: failure),
            (_, 408) => new Ending(AgentResultKind.Transient, Failure: failure),
            (_, 501 or (>= 400 and < 500)) => new Ending(AgentResultKind.Permanent, Failure: failure),
            _ => new Ending(AgentResultKind.Transient, Failure: failure),
        };
    }
}

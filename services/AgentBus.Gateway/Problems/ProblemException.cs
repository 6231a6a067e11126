namespace AgentBus.Gateway.Problems;

/// <summary>Ends a request with an RFC 7807 answer.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">Stable word; the type is <c>urn:agentbus:problem:{code}</c>.</param>
/// <param name="title">The same for every problem of this code.</param>
/// <param name="detail">What, where and what to do.</param>
/// <param name="errors">All that is wrong, where there may be several things.</param>
internal sealed class ProblemException(
    int status, string code, string title, string detail, IReadOnlyList<ProblemError>? errors = null) : Exception(detail)
{
    public int Status => status;

    public string Code => code;

    public string Title => title;

    public IReadOnlyList<ProblemError>? Errors => errors;
}

using MassTransit;
using MassTransit.RetryPolicies;

namespace AgentBus.Orchestrator.Bus;

/// <summary>
/// Tries again for ever, after waits that double from 2 ms up to a most; each is drawn at random between half and all of it, so that two that met do
/// not meet again. The policies at hand keep a list of all their waits in memory, which for ever makes large.
/// </summary>
/// <param name="filter">The faults it is for.</param>
/// <param name="most">The longest wait.</param>
internal sealed class EndlessRetry(IExceptionFilter filter, TimeSpan most) : IRetryPolicy
{
    private const double FirstMilliseconds = 2;
    private const int MostDoublings = 30;

    public void Probe(ProbeContext context) => context.Add("most", most);

    public RetryPolicyContext<T> CreatePolicyContext<T>(T context)
        where T : class, PipeContext => new PolicyContext<T>(this, context);

    public bool IsHandled(Exception exception) => filter.Match(exception);

    internal TimeSpan Wait(int retries)
    {
        var whole = Math.Min(FirstMilliseconds * Math.Pow(2, Math.Min(retries, MostDoublings)), most.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(whole * (1 + Random.Shared.NextDouble()) / 2);
    }

    private sealed class PolicyContext<T>(EndlessRetry policy, T context) : BaseRetryPolicyContext<T>(policy, context)
        where T : class, PipeContext
    {
        protected override RetryContext<T> CreateRetryContext(Exception exception, CancellationToken cancellationToken) =>
            new Retry<T>(policy, Context, exception, 0, cancellationToken);
    }

    private sealed class Retry<T>(EndlessRetry policy, T context, Exception exception, int retries, CancellationToken cancellationToken)
        : BaseRetryContext<T>(context, exception, retries, cancellationToken), RetryContext<T>
        where T : class, PipeContext
    {
        public override TimeSpan? Delay { get; } = policy.Wait(retries);

        bool RetryContext<T>.CanRetry(Exception next, out RetryContext<T> retryContext)
        {
            retryContext = new Retry<T>(policy, Context, next, RetryCount + 1, CancellationToken);
            return policy.IsHandled(next);
        }
    }
}

namespace AgentBus.AgentSdk;

/// <summary>
/// A kind of worker. One instance serves many attempts at once. The same step may come more than once (a crash, a lost ack, a retry):
/// hand <see cref="AgentContext.IdempotencyKey"/> to the outside world, and the effect happens once.
/// </summary>
/// <typeparam name="TInput">Read from the dispatch's JSON; a mismatch is answered for you as <c>permanent</c> naming the member.</typeparam>
/// <typeparam name="TOutput">Written as the step's output.</typeparam>
public interface IAgent<in TInput, TOutput>
{
    /// <summary>Does one attempt. An exception counts as <c>transient</c>.</summary>
    Task<AgentResult<TOutput>> RunAsync(TInput input, AgentContext context, CancellationToken cancellationToken);
}

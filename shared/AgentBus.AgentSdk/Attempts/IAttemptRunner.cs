using AgentBus.Contracts;

namespace AgentBus.AgentSdk.Attempts;

/// <summary>Does one attempt; never throws, so that each has a result.</summary>
internal interface IAttemptRunner
{
    /// <param name="dispatch">What to do.</param>
    /// <param name="stop">Cancelled when the worker has to stop.</param>
    Task<AttemptFinished> RunAsync(DispatchAttempt dispatch, CancellationToken stop);
}

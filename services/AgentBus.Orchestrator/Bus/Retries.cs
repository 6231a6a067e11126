using AgentBus.Orchestrator.Saga;
using AgentBus.Storage;
using AgentBus.Workflows.Execution;
using MassTransit;

namespace AgentBus.Orchestrator.Bus;

/// <summary>What becomes of a message whose handling failed.</summary>
internal static class Retries
{
    /// <summary>Between two tries while the store is away.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A lost race is decided again. A run that a newer version went on with is left to it: its message is kept until this process is stopped, as a
    /// rolling deploy soon does. A store that is away is waited for with the message un-acked, which slows intake down; a stop in between hands
    /// the message back. Any other fault, such as content that the store refuses, dead-letters the message after a few tries.
    /// </summary>
    public static void Configure(IReceiveEndpointConfigurator endpoint)
    {
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(IsWaitedFor);
            retry.SetRetryPolicy(filter => new EndlessRetry(filter, LongestWait));
        });

        // The inner one must not touch what the outer one is for: a message whose tries it used up is not tried again by anyone.
        endpoint.UseMessageRetry(retry =>
        {
            retry.Ignore<Exception>(IsWaitedFor);
            retry.Ignore<SagaException>();
            retry.Interval(5, TimeSpan.FromMilliseconds(200));
        });
    }

    private static bool IsWaitedFor(Exception error) =>
        error is RunMovedOnException or NewerStateException
        || error.GetBaseException() is RunMovedOnException or NewerStateException
        || StoreFault.IsAway(error);
}

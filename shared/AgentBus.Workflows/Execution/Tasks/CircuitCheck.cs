using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>
/// <c>with.circuitBreaker</c>: an attempt is not sent to a version whose circuit is open. While another version of the agent runs, it goes there.
/// </summary>
internal static class CircuitCheck
{
    /// <summary>Where an attempt may go.</summary>
    /// <param name="Version">The only version it may go to; null = any.</param>
    /// <param name="OpenUntil">Non-null = nowhere, until then.</param>
    public sealed record Way(string? Version, DateTimeOffset? OpenUntil);

    private static readonly Way Free = new(null, null);

    public static Way Of(Machine machine, AgentFrame step, CallAgentTask task)
    {
        if (task.CircuitBreaker is not { } breaker)
        {
            return Free;
        }

        var key = ExternalKeys.Circuits(AgentChoice.Name(task, step.Choice)!, breaker);
        var versions = AgentCircuits.FromJson(machine.Documents.Read(new DataRef.Document(key))).Versions;
        if (versions.All(version => version.Kind != CircuitKind.Open))
        {
            return Free;
        }

        var usable = versions.FirstOrDefault(version => version.Kind == CircuitKind.Closed) ?? versions.FirstOrDefault(version => version.Kind == CircuitKind.HalfOpen);
        return usable is not null ? new Way(usable.Version, null) : new Way(null, versions.Min(version => version.Until) ?? machine.Now);
    }
}

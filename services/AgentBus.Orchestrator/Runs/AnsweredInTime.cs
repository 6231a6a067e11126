using AgentBus.Storage.Approvals;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Runs;

/// <summary>
/// Keeps a promise to who decided at the last moment: the decision is committed before its message reaches the run, so a due time that comes in
/// between must not decide otherwise. The message is on its way; a decision committed after this look moves the run's version on, so the timeout
/// loses its commit and looks again.
/// </summary>
internal sealed class AnsweredInTime(IApprovalStore approvals)
{
    /// <summary>Whether this decision would time out a question that a person has answered.</summary>
    public async Task<bool> ContradictsAsync(LoadedRun run, Decision decision, CancellationToken cancellationToken)
    {
        var timedOut = decision.Effects.OfType<Effect.CloseApproval>().FirstOrDefault(close => close.State == "timedOut");
        return timedOut is not null && await approvals.IsDecidedAsync(run.Tenant, run.Id, timedOut.Step, cancellationToken);
    }
}

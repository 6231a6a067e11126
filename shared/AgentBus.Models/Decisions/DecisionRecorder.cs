using AgentBus.Models.Gateway;
using AgentBus.Models.Routing.Planning;

namespace AgentBus.Models.Decisions;

/// <summary>Keeps a record of every routed call, beside the call and not in its way.</summary>
internal sealed class DecisionRecorder(DecisionWriter writer, TimeProvider time)
{
    public DecisionRecord Begin(CallState state, CallPlan plan, Func<TimeSpan> elapsed)
    {
        state.Operation?.Routed(plan);
        return new DecisionRecord(writer, state, plan, elapsed, time);
    }
}

using AgentBus.Models.Gateway;
using AgentBus.Models.Routing.Pacing;
using AgentBus.Models.Routing.Planning;

namespace AgentBus.Models.Decisions;

/// <summary>Keeps a record of every routed call, beside the call and not in its way.</summary>
internal sealed class DecisionRecorder(DecisionWriter writer, CallPacer pacer, TimeProvider time)
{
    public DecisionRecord Begin(CallState state, CallPlan plan, Func<TimeSpan> elapsed)
    {
        state.Operation?.Routed(plan);
        return new DecisionRecord(writer, pacer, state, plan, elapsed, time);
    }
}

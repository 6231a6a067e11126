using System.Globalization;
using AgentBus.Storage.Runs;

namespace AgentBus.Orchestrator.Runs;

/// <summary>Ids of messages that are the same on every repetition.</summary>
internal static class MessageIds
{
    public static Guid Dispatch(Guid run, string step, int attempt, string agent) =>
        NaturalId.Of(run.ToString(), step, attempt.ToString(CultureInfo.InvariantCulture), agent);
}

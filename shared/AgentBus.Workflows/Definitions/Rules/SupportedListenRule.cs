using AgentBus.Workflows.Definitions.Reading;

namespace AgentBus.Workflows.Definitions.Rules;

/// <summary>Runs do not wait for events yet.</summary>
internal sealed class SupportedListenRule : ITaskRule
{
    public void Check(TaskNode task)
    {
        if (task.At.Has("listen"))
        {
            task.At.ReportMember("listen", "'listen' is not yet supported. Start a run by the event instead (schedule.on).");
        }
    }
}

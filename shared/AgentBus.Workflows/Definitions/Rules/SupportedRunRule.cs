using AgentBus.Workflows.Definitions.Reading;
using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Rules;

/// <summary>Nothing is run in a container, a script or a shell, and no other workflow yet.</summary>
internal sealed class SupportedRunRule : ITaskRule
{
    private static readonly string[] Never = ["container", "script", "shell"];

    public void Check(TaskNode task)
    {
        if (task.At.Get("run") is not { } run || !run.Is(NodeKind.Object))
        {
            return;
        }

        foreach (var name in Never.Where(run.Has))
        {
            run.ReportMember(name, $"'run: {name}' is not supported: definitions start no processes. Let an agent do it: 'call: agent'.");
        }

        if (run.Has("workflow"))
        {
            run.ReportMember("workflow", "'run: workflow' is not yet supported. Copy its tasks into a 'do', or emit an event that starts it.");
        }
        else if (!Never.Any(run.Has))
        {
            run.Report("'run' needs one of container, script, shell and workflow, none of which is supported yet.");
        }
    }
}

using AgentBus.Workflows.Definitions.Reading;
using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Rules;

/// <summary>Workflows are run; nothing is run in a container, a script or a shell.</summary>
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

        if (!run.Has("workflow") && !Never.Any(run.Has))
        {
            run.Report("'run' lacks 'workflow'. Add it: namespace, name and version of the definition to run.");
        }
    }
}

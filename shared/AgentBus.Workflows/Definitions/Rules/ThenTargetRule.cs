using AgentBus.Workflows.Definitions.Reading;
using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Rules;

/// <summary><c>then</c>, of a task or of a case, is a directive or a task of the same list.</summary>
internal sealed class ThenTargetRule : ITaskRule
{
    public void Check(TaskNode task)
    {
        Check(task, task.At.Get("then"));
        if (task.At.Get("switch") is { Kind: NodeKind.Array } cases)
        {
            foreach (var (_, @case) in cases.Items.SelectMany(c => c.Members))
            {
                Check(task, @case.Get("then"));
            }
        }
    }

    private static void Check(TaskNode task, Cursor? then)
    {
        if (then?.Text() is not { } target || target is Flow.Continue or Flow.Exit or Flow.End || task.Targets.Contains(target))
        {
            return;
        }

        then.Report(task.Targets.Count == 0
            ? $"'then' goes to '{target}', but branches run at the same time. Use one of: continue, exit, end."
            : $"'then' goes to '{target}', which is no task of the same list. {Words.Suggest(target, [.. task.Targets, Flow.Continue, Flow.Exit, Flow.End])}");
    }
}

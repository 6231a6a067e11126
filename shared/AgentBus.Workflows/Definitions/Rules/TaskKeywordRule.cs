using AgentBus.Workflows.Definitions.Reading;

namespace AgentBus.Workflows.Definitions.Rules;

/// <summary>A task has only the words of its kind.</summary>
internal sealed class TaskKeywordRule : ITaskRule
{
    public void Check(TaskNode task)
    {
        var kinds = task.Kinds.Count == 0 ? TaskKinds.Own.Keys : task.Kinds;
        var known = TaskKinds.Common.Concat(kinds.SelectMany(k => TaskKinds.Own[k])).Distinct().ToList();
        foreach (var name in task.At.Node.Members.Select(m => m.Name).Where(n => !known.Contains(n)))
        {
            task.At.ReportMember(name, task.Kinds is [var kind]
                ? $"'{name}' is not a word of a '{kind}' task. {Words.Suggest(name, known)}"
                : $"'{name}' is not a word of a task. {Words.Suggest(name, known)}");
        }
    }
}

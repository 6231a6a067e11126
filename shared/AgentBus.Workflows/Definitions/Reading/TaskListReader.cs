using AgentBus.Workflows.Definitions.Reading.Calls;
using AgentBus.Workflows.Definitions.Rules;
using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads a list of named tasks.</summary>
internal static class TaskListReader
{
    private static readonly IReadOnlySet<string> Nowhere = new HashSet<string>();

    /// <summary>The tasks that could be read, registered in the context by their paths.</summary>
    /// <param name="at">The list.</param>
    /// <param name="branches">Whether they run at the same time, so that none follows another.</param>
    public static IReadOnlyList<TaskDefinition> Read(Cursor at, bool branches = false)
    {
        if (!at.Is(NodeKind.Array))
        {
            return [];
        }

        var named = at.Items.Select(Single).OfType<(string Name, Cursor At)>().TakeWhile(n => at.Context.Admit(n.At)).ToList();
        var names = new HashSet<string>();
        foreach (var (name, task) in named.Where(n => !names.Add(n.Name)))
        {
            task.Report("another task in the same list has this name. Give each its own.");
        }

        var tasks = new List<TaskDefinition>();
        foreach (var (name, task) in named)
        {
            var node = new TaskNode(name, task, branches ? Nowhere : names);
            if (ReadSingle(node) is { } plain && ExtensionReader.Extend(node, plain) is var read && at.Context.Tasks.TryAdd(read.Path, read))
            {
                tasks.Add(read);
            }
        }

        return tasks;
    }

    /// <summary>One task, checked by the rules; not registered.</summary>
    public static TaskDefinition? ReadSingle(TaskNode task)
    {
        foreach (var rule in TaskRules.All)
        {
            rule.Check(task);
        }

        return TaskReader.Read(task);
    }

    private static (string Name, Cursor At)? Single(Cursor item)
    {
        if (!item.Is(NodeKind.Object))
        {
            return null;
        }

        if (item.Node.Members.Count != 1)
        {
            item.Report($"an item of a task list must have exactly one member, the task's name, not {item.Node.Members.Count}. Indent the task's words below its name.");
            return null;
        }

        var (name, task) = item.Members.Single();
        task = task with { Task = name };
        return task.Is(NodeKind.Object) ? (name, task) : null;
    }
}

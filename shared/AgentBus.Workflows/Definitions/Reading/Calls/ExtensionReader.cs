using AgentBus.Workflows.Definitions.Text;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions.Reading.Calls;

/// <summary>Reads <c>use.extensions</c> and puts them around the tasks they are for.</summary>
internal static class ExtensionReader
{
    private static readonly Dictionary<string, string[]> Kinds = new()
    {
        ["all"] = [.. TaskKinds.Own.Keys],
        ["composite"] = ["do", "fork"],
    };

    /// <summary>What <c>extend</c> may say.</summary>
    private static readonly string[] Targets = ["call", "composite", "emit", "for", "listen", "raise", "run", "set", "switch", "try", "wait", "all"];

    /// <summary>Checks one extension where it is defined.</summary>
    public static void Check(Cursor extension)
    {
        if (!extension.IsObjectOf("extend", "when", "before", "after"))
        {
            return;
        }

        extension.Required("extend")?.Word(Targets);
        var at = extension with { Context = extension.Context.ForExtension(apart: false) };
        Lists(at);
    }

    /// <summary>
    /// The task with its extensions around it, the first one outermost. The outermost has the task's <c>if</c> and <c>then</c>. The tasks of
    /// extensions are not themselves extended.
    /// </summary>
    public static TaskDefinition Extend(TaskNode node, TaskDefinition task)
    {
        var context = node.At.Context;
        if (context.InExtension || node.Kinds is not [var kind])
        {
            return task;
        }

        foreach (var (name, extension) in context.Use.Extensions.Reverse())
        {
            if (extension.Get("extend") is { Kind: NodeKind.String } target && Kinds.GetValueOrDefault(target.Node.Text, [target.Node.Text]).Contains(kind))
            {
                task = Wrap(node, task, name, extension);
            }
        }

        return task;
    }

    private static ExtendedTask Wrap(TaskNode node, TaskDefinition task, string name, Cursor extension)
    {
        var context = node.At.Context;
        var inner = context.ForExtension(apart: true);
        var (when, before, after) = Lists(extension with
        {
            Path = JsonPointer.Append($"{node.At.Path}/extensions", name),
            Context = inner,
        });
        var plain = task with { If = null, Then = Flow.Continue };
        context.Take(inner, plain);
        return new ExtendedTask(name, when, before, plain, after)
        {
            Name = task.Name,
            Path = JsonPointer.Append($"{node.At.Path}/extensions", name),
            If = task.If,
            Then = task.Then,
        };
    }

    private static (Expression? When, IReadOnlyList<TaskDefinition> Before, IReadOnlyList<TaskDefinition> After) Lists(Cursor extension) => (
        extension.Get("when") is { } when ? ExpressionReader.Read(when) : null,
        extension.Get("before") is { } before ? TaskListReader.Read(before) : [],
        extension.Get("after") is { } after ? TaskListReader.Read(after) : []);
}

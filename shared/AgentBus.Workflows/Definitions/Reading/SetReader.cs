using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>set</c>: an object, or a text that is an expression or stays a text.</summary>
internal static class SetReader
{
    public static SetTask? Read(TaskNode task)
    {
        var value = task.At.Get("set")!;
        if (value.Kind is not (NodeKind.Object or NodeKind.String))
        {
            value.Report($"'set' must be an object or an expression, not {Words.Of(value.Kind)}.");
            return null;
        }

        if (value.Kind == NodeKind.Object && value.Node.Members.Count == 0)
        {
            value.Report("'set' sets nothing. Add a member, or remove the task.");
            return null;
        }

        return ExpressionReader.ReadTemplate(value) is { } template ? new SetTask(template) { Name = task.Name, Path = task.At.Path } : null;
    }
}

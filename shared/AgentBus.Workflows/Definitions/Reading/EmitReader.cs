using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>emit</c>.</summary>
internal static class EmitReader
{
    public static EmitTask? Read(TaskNode task)
    {
        var emit = task.At.Get("emit")!;
        if (!emit.IsObjectOf("event") || emit.Required("event") is not { } found
            || !found.Is(NodeKind.Object) || found.Required("with") is not { } with || !with.Is(NodeKind.Object))
        {
            return null;
        }

        with.Required("source");
        with.Required("type");
        EventAttributes.Check(with);
        return ExpressionReader.ReadTemplate(with) is { } template ? new EmitTask(template) { Name = task.Name, Path = task.At.Path } : null;
    }
}

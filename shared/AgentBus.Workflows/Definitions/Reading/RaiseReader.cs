using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>raise</c>: an error written in place, or the name of one in <c>use.errors</c>.</summary>
internal static class RaiseReader
{
    public static RaiseTask? Read(TaskNode task)
    {
        var raise = task.At.Get("raise")!;
        if (!raise.IsObjectOf("error") || raise.Required("error") is not { } at)
        {
            return null;
        }

        var error = at.Kind == NodeKind.String ? at.Context.Use.Error(at) : ErrorReader.Read(at);
        return error is null ? null : new RaiseTask(error) { Name = task.Name, Path = task.At.Path };
    }
}

using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads one task: its kind, and what all tasks have in common.</summary>
internal static class TaskReader
{
    private static readonly Dictionary<string, Func<TaskNode, TaskDefinition?>> Readers = new()
    {
        ["call"] = CallReader.Read,
        ["do"] = task => new DoTask(TaskListReader.Read(task.At.Get("do")!)) { Name = task.Name, Path = task.At.Path },
        ["emit"] = EmitReader.Read,
        ["for"] = ForReader.Read,
        ["fork"] = ForkReader.Read,
        ["listen"] = ListenReader.Read,
        ["raise"] = RaiseReader.Read,
        ["run"] = RunReader.Read,
        ["set"] = SetReader.Read,
        ["switch"] = SwitchReader.Read,
        ["try"] = TryReader.Read,
        ["wait"] = task => DurationReader.ReadOrCompute(task.At.Get("wait")!) is { } duration
            ? new WaitTask(duration) { Name = task.Name, Path = task.At.Path }
            : null,
    };

    /// <summary>The task; null when its kind is unknown or unsupported (the rules say so) or something it needs is wrong.</summary>
    public static TaskDefinition? Read(TaskNode task)
    {
        var (at, metadata) = (task.At, TaskMetadataReader.Read(task));
        var own = task.Kinds is [var kind] && Readers.TryGetValue(kind, out var read) ? read(task) : null;
        var (input, output, export, timeout) = (DataReader.Input(at), DataReader.Output(at), DataReader.Export(at), TimeoutReader.Read(at));
        var condition = at.Get("if") is { } found ? ExpressionReader.Read(found) : null;
        return own is null ? null : own with
        {
            If = condition,
            Input = input,
            Output = output,
            Export = export,
            Timeout = timeout,
            Then = at.Get("then") is { Kind: NodeKind.String } then ? then.Node.Text : Flow.Continue,
            Compensate = metadata.Compensate,
            OnExhausted = metadata.OnExhausted,
        };
    }
}

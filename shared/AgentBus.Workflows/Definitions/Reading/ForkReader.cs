namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>fork</c>.</summary>
internal static class ForkReader
{
    public static ForkTask? Read(TaskNode task)
    {
        var fork = task.At.Get("fork")!;
        return fork.IsObjectOf("branches", "compete") && fork.Required("branches") is { } branches
            ? new ForkTask(TaskListReader.Read(branches, branches: true), fork.Get("compete")?.Flag() ?? false) { Name = task.Name, Path = task.At.Path }
            : null;
    }
}

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>try</c> with its <c>catch</c>.</summary>
internal static class TryReader
{
    public static TryTask? Read(TaskNode task)
    {
        var tasks = TaskListReader.Read(task.At.Get("try")!);
        return task.At.Required("catch") is { } found && CatchReader.Read(found) is { } caught
            ? new TryTask(tasks, caught) { Name = task.Name, Path = task.At.Path }
            : null;
    }
}

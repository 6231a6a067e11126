namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>for</c>. Its item and index are variables inside it.</summary>
internal static class ForReader
{
    public static ForTask? Read(TaskNode task)
    {
        var loop = task.At.Get("for")!;
        var each = VariableName.Read(loop.Get("each"), "item");
        var index = VariableName.Read(loop.Get("at"), "index");
        if (each == index)
        {
            loop.Report($"'each' and 'at' are both '{each}'. Give each its own name.");
        }

        var inside = task.At.Scope.With(each, index);
        var body = task.At.Required("do") is { } list ? TaskListReader.Read(list with { Scope = inside }) : [];
        var condition = task.At.Get("while") is { } found ? ExpressionReader.Read(found with { Scope = inside }) : null;
        var items = loop.IsObjectOf("each", "in", "at") && loop.Required("in") is { } source ? ExpressionReader.Read(source) : null;
        var parallel = TaskMetadataReader.ReadParallelism(task.At);
        return items is null ? null : new ForTask(each, items, index, condition, body) { Name = task.Name, Path = task.At.Path, Parallel = parallel };
    }
}

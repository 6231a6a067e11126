namespace AgentBus.Workflows.Definitions.Reading.Calls;

/// <summary>Reads functions: once where they are defined, for their problems, and anew for each call, for steps with paths of their own.</summary>
internal static class FunctionReader
{
    private static readonly IReadOnlySet<string> Nowhere = new HashSet<string>();

    /// <summary>Checks a definition under <c>use.functions</c>.</summary>
    public static void Check(string name, Cursor function) =>
        TaskListReader.ReadSingle(new TaskNode(name, function with { Context = function.Context.ForFunction(name, apart: false), Task = name }, Nowhere));

    public static CallFunctionTask? Read(TaskNode task, string name, Cursor? with)
    {
        var context = task.At.Context;
        if (context.Calling.Contains(name))
        {
            // Deeper than one call the path is that of the caller's copy; the function it is in is what can be told.
            var call = task.At.Get("call")!;
            context.ReportToDocument(call.Node.At, context.Calling.Count == 1 ? call.Path : Text.JsonPointer.Append("/use/functions", context.Calling[^1]),
                $"the function '{name}' calls itself ({string.Join(" -> ", [.. context.Calling, name])}), so it would never end. Use a 'for' with 'while'.");
            return null;
        }

        var arguments = with is null ? null : ExpressionReader.ReadTemplate(with);
        var inner = context.ForFunction(name, apart: true);
        var at = context.Use.Function(name)! with
        {
            Path = Text.JsonPointer.Append($"{task.At.Path}/call", name),
            Context = inner,
            Scope = Scope.Root,
            Task = name,
        };
        if (!context.Admit(task.At) || TaskListReader.ReadSingle(new TaskNode(name, at, Nowhere)) is not { } body)
        {
            return null;
        }

        context.Take(inner, body);
        return with is not null && arguments is null ? null : new CallFunctionTask(body, arguments) { Name = task.Name, Path = task.At.Path };
    }
}

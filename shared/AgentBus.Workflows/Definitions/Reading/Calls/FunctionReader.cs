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
            ReportCycle(task.At.Get("call")!, name);
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

    // Once for each function of the cycle, where it is checked itself. Deeper than one call the path is that of a copy: then the function
    // that the call stands in is told.
    private static void ReportCycle(Cursor call, string name)
    {
        var (context, functions) = (call.Context, "/use/functions");
        if (name == context.Calling[0] && call.Path.StartsWith(functions, StringComparison.Ordinal))
        {
            context.ReportToDocument(call.Node.At, context.Calling.Count == 1 ? call.Path : Text.JsonPointer.Append(functions, context.Calling[^1]),
                $"the function '{name}' calls itself ({string.Join(" -> ", [.. context.Calling, name])}), so it would never end. Use a 'for' with 'while'.");
        }
    }
}

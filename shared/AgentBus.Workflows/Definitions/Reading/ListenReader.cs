using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>listen</c> and its <c>foreach</c>, inside which event and index are variables.</summary>
internal static class ListenReader
{
    public static ListenTask? Read(TaskNode task)
    {
        var listen = task.At.Get("listen")!;
        var forEach = task.At.Get("foreach") is { } found ? Iterator(found) : null;
        if (!listen.IsObjectOf("to", "read"))
        {
            return null;
        }

        var read = listen.Get("read")?.Word("data", "envelope", "raw") ?? "data";
        return listen.Required("to") is { } to && EventStrategyReader.Read(to) is { } strategy
            ? new ListenTask(strategy, read) { Name = task.Name, Path = task.At.Path, ForEach = forEach }
            : null;
    }

    private static ListenIterator? Iterator(Cursor at)
    {
        if (!at.IsObjectOf("item", "at", "do", "output", "export"))
        {
            return null;
        }

        var item = VariableName.Read(at.Get("item"), "item");
        var index = VariableName.Read(at.Get("at"), "index");
        if (item == index)
        {
            at.Report($"'item' and 'at' are both '{item}'. Give each its own name.");
        }

        var inside = at with { Scope = at.Scope.With(item, index) };
        return new ListenIterator(
            item, index, inside.Get("do") is { } list ? TaskListReader.Read(list) : [], DataReader.Output(inside), DataReader.Export(inside));
    }
}

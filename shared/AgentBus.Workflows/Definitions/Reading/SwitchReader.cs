using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>switch</c>: a list of named cases.</summary>
internal static class SwitchReader
{
    public static SwitchTask? Read(TaskNode task)
    {
        var list = task.At.Get("switch")!;
        if (!list.Is(NodeKind.Array))
        {
            return null;
        }

        if (list.Node.Items.Count == 0)
        {
            list.Report("'switch' has no case. Add one.");
        }

        return new SwitchTask([.. list.Items.Select(Case).OfType<SwitchCase>()]) { Name = task.Name, Path = task.At.Path };
    }

    private static SwitchCase? Case(Cursor item)
    {
        if (!item.Is(NodeKind.Object))
        {
            return null;
        }

        if (item.Node.Members.Count != 1)
        {
            item.Report($"a case must have exactly one member, its name, not {item.Node.Members.Count}. Indent 'when' and 'then' below the name.");
            return null;
        }

        var (name, at) = item.Members.Single();
        if (!at.IsObjectOf("when", "then"))
        {
            return null;
        }

        var when = at.Get("when") is { } found ? ExpressionReader.Read(found) : null;
        return at.Required("then") is { Kind: NodeKind.String } then ? new SwitchCase(name, when, then.Node.Text) : null;
    }
}

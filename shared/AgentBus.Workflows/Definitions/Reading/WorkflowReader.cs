using System.Collections.Frozen;
using AgentBus.Workflows.Definitions.Rules;
using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads a whole document.</summary>
internal static class WorkflowReader
{
    private static readonly string[] Known = ["document", "input", "use", "do", "timeout", "output", "schedule"];

    /// <summary>The definition; null when there is a problem.</summary>
    public static WorkflowDefinition? Read(Node document, ReadingContext context)
    {
        var root = new Cursor(document, "", context, Scope.Root);
        if (!root.Is(NodeKind.Object))
        {
            return null;
        }

        CheckNames(root);
        var header = root.Required("document");
        var (key, title, summary) = header is null ? default : HeaderReader.Read(header);
        context.Use = root.Get("use") is { } use ? Components.Read(use) : Components.None;
        var tasks = root.Required("do") is { } list ? TaskListReader.Read(list) : [];
        context.Use.CheckUnused();
        var definition = new WorkflowDefinition
        {
            Key = key ?? new DefinitionKey("", "", ""),
            Title = title,
            Summary = summary,
            Document = document.ToJson(),
            Input = DataReader.Input(root),
            Output = DataReader.Output(root),
            Do = tasks,
            Timeout = TimeoutReader.Read(root),
            Schedule = root.Get("schedule") is { } schedule ? ScheduleReader.Read(schedule) : null,
            Settings = SettingsReader.Read(header is { Kind: NodeKind.Object } ? header.Get("metadata") : null),
            Tasks = context.Tasks.ToFrozenDictionary(),
            Agents = context.Agents,
        };
        foreach (var rule in DefinitionRules.All)
        {
            rule.Check(definition, root);
        }

        return context.Problems.IsEmpty ? definition : null;
    }

    // The standard leaves the document's own level open; only what looks like a slip of a known word is a problem.
    private static void CheckNames(Cursor root)
    {
        foreach (var name in root.Node.Members.Select(m => m.Name).Where(n => !Known.Contains(n)))
        {
            if (Words.Nearest(name, Known) is { } meant)
            {
                root.ReportMember(name, $"The document knows no '{name}'. Did you mean '{meant}'?");
            }
        }
    }
}

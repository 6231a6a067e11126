namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>What is gathered while one document is read.</summary>
internal sealed class ReadingContext(ProblemList problems, WorkflowLimits limits)
{
    // Shared by all contexts of one document: functions that call functions would else multiply without end.
    private int[] _tasks = [0];
    private ProblemList _document = problems;

    public ProblemList Problems { get; } = problems;

    /// <summary>The document's <c>use</c>; set before any task is read.</summary>
    public Components Use { get; set; } = Components.None;

    public Dictionary<string, TaskDefinition> Tasks { get; } = [];

    public HashSet<string> Agents { get; } = [];

    /// <summary>The functions that are being read, outermost first.</summary>
    public IReadOnlyList<string> Calling { get; private init; } = [];

    /// <summary>Whether the tasks of an extension are being read.</summary>
    public bool InExtension { get; private init; }

    /// <summary>Whether one more task is allowed; the first beyond the limit is reported.</summary>
    public bool Admit(Cursor task)
    {
        if (++_tasks[0] == limits.Tasks + 1)
        {
            ReportToDocument(task.Node.At, task.Path,
                $"the document has more than {limits.Tasks} tasks, those of functions and extensions counted at each use. Split it into several workflows.");
        }

        return _tasks[0] <= limits.Tasks;
    }

    /// <summary>Reports what no reading of a part alone would find, also where the problems of the part are not wanted.</summary>
    public void ReportToDocument(Text.Position at, string path, string message) => _document.Add(at, path, message);

    /// <summary>For the body of a function.</summary>
    /// <param name="apart">The problems are not wanted: they are reported where the function is defined.</param>
    public ReadingContext ForFunction(string name, bool apart) => Inner([.. Calling, name], InExtension, apart);

    /// <summary>For the tasks of an extension.</summary>
    /// <param name="apart">The problems are not wanted: they are reported where the extension is defined.</param>
    public ReadingContext ForExtension(bool apart) => Inner(Calling, inExtension: true, apart);

    /// <summary>Takes over what an inner context read, and the task that was made of it.</summary>
    public void Take(ReadingContext inner, TaskDefinition task)
    {
        foreach (var (path, read) in inner.Tasks)
        {
            Tasks.TryAdd(path, read);
        }

        Tasks.TryAdd(task.Path, task);
        Agents.UnionWith(inner.Agents);
    }

    private ReadingContext Inner(IReadOnlyList<string> calling, bool inExtension, bool apart) =>
        new(apart ? new ProblemList() : Problems, limits) { Use = Use, Calling = calling, InExtension = inExtension, _tasks = _tasks, _document = _document };
}

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>run: workflow</c>; other processes are refused by a rule.</summary>
internal static class RunReader
{
    public static RunWorkflowTask? Read(TaskNode task)
    {
        var run = task.At.Get("run")!;
        if (run.Kind != Text.NodeKind.Object || run.Get("workflow") is not { } workflow || !run.IsObjectOf("workflow", "await", "return"))
        {
            return null;
        }

        if (run.Has("return"))
        {
            run.ReportMember("return", "'return' chooses among the streams of a process; a workflow has one output. Remove it.");
        }

        var awaits = run.Get("await")?.Flag() ?? true;
        if (!workflow.IsObjectOf("namespace", "name", "version", "input"))
        {
            return null;
        }

        var (space, name) = (workflow.Required("namespace")?.NonEmptyText(), workflow.Required("name")?.NonEmptyText());
        var version = workflow.Get("version")?.NonEmptyText();
        var input = workflow.Get("input") is { } found ? ExpressionReader.ReadTemplate(found) : null;
        return space is null || name is null
            ? null
            : new RunWorkflowTask(space, name, version == "latest" ? null : version, input, awaits) { Name = task.Name, Path = task.At.Path };
    }
}

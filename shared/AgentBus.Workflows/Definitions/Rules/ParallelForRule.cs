using AgentBus.Workflows.Definitions.Reading;

namespace AgentBus.Workflows.Definitions.Rules;

/// <summary>Items that run at the same time have no order: no <c>while</c> over them, and no <c>export</c> inside that the last one would win.</summary>
internal sealed class ParallelForRule : IDefinitionRule
{
    public void Check(WorkflowDefinition definition, Cursor root)
    {
        foreach (var loop in definition.Tasks.Values.OfType<ForTask>().Where(f => f.Parallel is not null))
        {
            var at = root.Follow(loop.Path) with { Task = loop.Name };
            if (at.Has("while"))
            {
                at.ReportMember("while", "its items run in parallel (metadata.agentbus), so 'while' has no order to go by. Remove one of the two.");
            }

            foreach (var task in definition.Tasks.Values.Where(t => t.Path.StartsWith(loop.Path + "/do/", StringComparison.Ordinal)))
            {
                var inner = root.Follow(task.Path) with { Task = task.Name };
                if (inner.Has("export"))
                {
                    inner.ReportMember("export", $"it runs inside the parallel items of '{loop.Name}', where 'export' has no order. Put the data in the output.");
                }
            }
        }
    }
}

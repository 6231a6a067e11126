using System.Text.Json;
using AgentBus.JsonSchema;
using AgentBus.Workflows.Definitions.Text;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>call: plan</c>.</summary>
internal static class CallPlanReader
{
    private static readonly string[] Arguments =
        ["agent", "goal", "agents", "maxTasks", "maxDepth", "approve", "maxReplans", "candidates", "fallback", "objective", "maxCostUsd", "priority"];

    private static readonly JsonElement PlanSchema = JsonElement.Parse(
        """{ "type": "object", "required": ["do"], "properties": { "do": { "type": "array", "minItems": 1 } } }"""u8);

    public static CallPlanTask? Read(TaskNode task, Cursor with)
    {
        if (!with.IsObjectOf(Arguments))
        {
            return null;
        }

        var planner = with.Required("agent") is { } name ? AgentName.Read(name) : null;
        var goal = with.Required("goal") is { } wanted ? ExpressionReader.ReadTemplate(wanted) : null;
        var agents = with.Required("agents") is { } list && list.Is(NodeKind.Array) ? list.Items.Select(AgentName.Read).OfType<string>().ToList() : [];
        if (with.Get("agents") is { Kind: NodeKind.Array, Node.Items.Count: 0 } none)
        {
            none.Report("'agents' names nobody: a plan could do nothing. Name the agents it may call.");
        }

        if (planner is null || goal is null)
        {
            return null;
        }

        Schema.TryCompile(PlanSchema, out var compiled, out _);
        return new CallPlanTask(planner, goal)
        {
            Name = task.Name,
            Path = task.At.Path,
            Agents = agents,
            MaxTasks = (int)(with.Get("maxTasks")?.Integer(1, 1_000) ?? 20),
            MaxDepth = (int)(with.Get("maxDepth")?.Integer(1, 20) ?? 4),
            Approve = with.Get("approve")?.Flag() ?? false,
            MaxReplans = (int)(with.Get("maxReplans")?.Integer(0, 20) ?? 2),
            Candidates = with.Get("candidates") is { } others && others.Is(NodeKind.Array) ? [.. others.Items.Select(AgentName.Read).OfType<string>()] : [],
            Fallback = with.Get("fallback") is { } fallback ? AgentName.Read(fallback) : null,
            Objective = with.Get("objective")?.Word(Choices.Objective),
            MaxCostUsd = with.Get("maxCostUsd")?.Number(0),
            Priority = with.Get("priority")?.Word(Choices.Priority),
            OutputSchema = PlanSchema,
            CompiledOutputSchema = compiled,
        };
    }
}

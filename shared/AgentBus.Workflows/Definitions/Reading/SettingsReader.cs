using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>document.metadata.agentbus</c>.</summary>
internal static class SettingsReader
{
    public static WorkflowSettings Read(Cursor? metadata)
    {
        if (metadata is null || !metadata.Is(NodeKind.Object) || metadata.Get("agentbus") is not { } at
            || !at.IsObjectOf("budget", "objective", "priority", "concurrency", "compensation"))
        {
            return new WorkflowSettings();
        }

        return new WorkflowSettings
        {
            Objective = at.Get("objective")?.Word(Choices.Objective),
            Priority = at.Get("priority")?.Word(Choices.Priority) ?? "normal",
            Concurrency = (int?)at.Get("concurrency")?.Integer(1, int.MaxValue),
            CompensationOrder = at.Get("compensation") is { } compensation && compensation.IsObjectOf("order")
                ? compensation.Get("order")?.Word("reverse", "parallel") ?? "reverse"
                : "reverse",
            Budget = at.Get("budget") is { } budget ? Budget(budget) : null,
        };
    }

    private static BudgetSpec? Budget(Cursor at) =>
        at.IsObjectOf("maxCostUsd", "maxTokens", "maxRequests", "maxDuration", "warnAt", "onExceed")
            ? new BudgetSpec(
                at.Get("maxCostUsd")?.Number(0),
                at.Get("maxTokens")?.Integer(0, long.MaxValue),
                (int?)at.Get("maxRequests")?.Integer(0, int.MaxValue),
                at.Get("maxDuration") is { } duration ? DurationReader.Read(duration) : null,
                (double?)at.Get("warnAt")?.Number(0, 1),
                at.Get("onExceed")?.Word("warn", "downgrade", "approve", "pause", "stop") ?? "stop")
            : null;
}

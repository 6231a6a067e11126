namespace AgentBus.Workflows.Definitions.Rules;

/// <summary>The rules every task must keep.</summary>
internal static class TaskRules
{
    public static readonly IReadOnlyList<ITaskRule> All =
    [
        new TaskNameRule(),
        new TaskKindRule(),
        new TaskKeywordRule(),
        new SupportedCallRule(),
        new SupportedRunRule(),
        new ThenTargetRule(),
    ];
}

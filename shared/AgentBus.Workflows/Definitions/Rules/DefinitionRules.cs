namespace AgentBus.Workflows.Definitions.Rules;

/// <summary>The rules every definition must keep as a whole.</summary>
internal static class DefinitionRules
{
    public static readonly IReadOnlyList<IDefinitionRule> All = [new ParallelForRule()];
}

using AgentBus.Workflows.Definitions.Reading;

namespace AgentBus.Workflows.Definitions.Rules;

/// <summary>One rule about the whole, checked after all that could be read was read.</summary>
internal interface IDefinitionRule
{
    /// <summary>Reports what breaks the rule.</summary>
    void Check(WorkflowDefinition definition, Cursor root);
}

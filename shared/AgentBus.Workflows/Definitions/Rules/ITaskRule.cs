using AgentBus.Workflows.Definitions.Reading;

namespace AgentBus.Workflows.Definitions.Rules;

/// <summary>One rule about a task as it is written, checked before the task is read.</summary>
internal interface ITaskRule
{
    /// <summary>Reports what breaks the rule.</summary>
    void Check(TaskNode task);
}

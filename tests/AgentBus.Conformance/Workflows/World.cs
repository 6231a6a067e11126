using AgentBus.Testing;

namespace AgentBus.Conformance.Workflows;

/// <summary>All that a workflow of the standard meets outside: a run of it in memory, with its own clock.</summary>
internal sealed class World : IDisposable
{
    public WorkflowTestHost Host(string definition) => WorkflowTestHost.FromYaml(definition);

    public void Dispose()
    {
    }
}

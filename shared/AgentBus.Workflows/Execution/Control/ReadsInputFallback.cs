using AgentBus.Jq;

namespace AgentBus.Workflows.Execution.Control;

internal static class ReadsInputFallback
{
    extension(JqFilter filter)
    {
        public bool ReadsInput => filter.Source.Length > 0;
    }
}

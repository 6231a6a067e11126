namespace AgentBus.Agents.Execution;

/// <summary>A path that is not under the output root.</summary>
internal sealed class OutsideRootException(string message) : Exception(message);

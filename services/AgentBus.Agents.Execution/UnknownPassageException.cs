namespace AgentBus.Agents.Execution;

/// <summary>A sentence cites a passage that nobody handed over.</summary>
internal sealed class UnknownPassageException(string message) : Exception(message);

namespace AgentBus.AgentSdk;

/// <summary>The memory could not be asked; trying again may help.</summary>
public sealed class AgentMemoryException(string message, Exception? innerException = null) : Exception(message, innerException);

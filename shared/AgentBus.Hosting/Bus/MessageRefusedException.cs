namespace AgentBus.Hosting.Bus;

/// <summary>The broker answered and refused this message: returned as unroutable, or too large. Trying again soon will not help.</summary>
public sealed class MessageRefusedException(string message, Exception? inner = null) : Exception(message, inner);

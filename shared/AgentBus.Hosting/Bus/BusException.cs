namespace AgentBus.Hosting.Bus;

/// <summary>The broker did not do what was asked. The message is one line that says what, where and what to do.</summary>
public sealed class BusException(string message, Exception? innerException = null) : Exception(message, innerException);

namespace AgentBus.Hosting.Outbound;

/// <summary>A connection to an address that the policy does not allow; the message says which and what to do.</summary>
public sealed class AddressRefusedException(string message) : Exception(message);

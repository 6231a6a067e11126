namespace AgentBus.Agents.Research.Web;

/// <summary>A connection to an address that the policy does not allow; the message says which and what to do.</summary>
internal sealed class AddressRefusedException(string message) : Exception(message);

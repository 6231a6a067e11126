namespace AgentBus.Orchestrator.Relay;

/// <summary>What the transport promises.</summary>
/// <param name="ForgetsAtAStop">
/// True for the in-memory transport: a message it confirmed is gone with the process. Then a row leaves the outbox only when its
/// message was consumed, and a dispatch's row only when its attempt was settled; at start all rows are due again.
/// </param>
internal sealed record Delivery(bool ForgetsAtAStop);

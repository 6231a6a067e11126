namespace AgentBus.Contracts;

/// <summary>Worker to registry: this worker stopped in good order.</summary>
public sealed record WorkerStopped(string Worker, string Agent, string AgentVersion);

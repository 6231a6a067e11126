using System.Text.Json;

namespace AgentBus.Contracts;

/// <summary>To the orchestrator: an event that a step of this run may wait for. The run drops what came before, by source and id.</summary>
/// <param name="Event">The CloudEvent in JSON form.</param>
/// <param name="By">Who sent it to this run alone; null = it was published for all.</param>
public sealed record DeliverEvent(string Tenant, Guid Run, JsonElement Event, string? By = null) : IRunMessage;

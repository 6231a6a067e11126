using System.Text.Json;

namespace AgentBus.Contracts;

/// <summary>A CloudEvents 1.0 event, as taken from or put on <c>agentbus.events</c>, and the tenant it belongs to.</summary>
/// <param name="Tenant">Tenant of the key or source it came by.</param>
/// <param name="Event">The event in CloudEvents JSON form (id, source, type, specversion, time, data, extensions).</param>
public sealed record TenantEvent(string Tenant, JsonElement Event);

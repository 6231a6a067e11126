using AgentBus.Models.Decisions;

namespace AgentBus.ModelGateway.Decisions;

/// <summary>What a tenant's calls went to.</summary>
/// <param name="Since">From when on they are counted.</param>
/// <param name="Models">By model; one that had no call is missing.</param>
internal sealed record UsageList(DateTimeOffset Since, IReadOnlyList<ModelUse> Models);

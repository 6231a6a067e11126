namespace AgentBus.Tests.Shared;

/// <summary>What a minute's outage of one provider cost. No call failed, or the measurement would have.</summary>
/// <param name="Tries">Tries that met the provider while it was down.</param>
/// <param name="Calls">Calls made meanwhile.</param>
/// <param name="AddedP50Ms">Milliseconds it added to the median of the calls that did not meet it.</param>
/// <param name="AddedP99Ms">Milliseconds by which their 99th percentile lay above the usual median.</param>
/// <param name="AddedMostMs">Milliseconds by which the slowest of all calls lay above the usual median.</param>
internal sealed record GatewayOutageResult(int Tries, int Calls, double AddedP50Ms, double AddedP99Ms, double AddedMostMs);

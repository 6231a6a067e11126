using System.Net;
using System.Net.Http.Headers;

namespace AgentBus.Orchestrator.Calls.Authentication;

/// <summary>What a server is shown.</summary>
/// <param name="Header">Sent at once; null = none.</param>
/// <param name="OnDemand">Shown to a server that asks; null = none.</param>
/// <param name="CachedToken">Whether the header holds a token that was not fetched for this call: a server may have withdrawn it since.</param>
internal sealed record Credentials(AuthenticationHeaderValue? Header, ICredentials? OnDemand = null, bool CachedToken = false)
{
    public static Credentials None { get; } = new(Header: null);
}

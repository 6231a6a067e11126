using System.Net;

namespace AgentBus.Orchestrator.Calls.Authentication;

/// <summary>A name and a password for one origin, and for digest (RFC 7616) only: a server that asks for basic does not get them in clear.</summary>
internal sealed class DigestCredentials(Uri origin, NetworkCredential credential) : ICredentials
{
    public NetworkCredential? GetCredential(Uri uri, string authType) =>
        authType.Equals("Digest", StringComparison.OrdinalIgnoreCase)
        && Uri.Compare(uri, origin, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0
            ? credential
            : null;
}

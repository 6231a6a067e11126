using System.Net;

namespace AgentBus.Orchestrator.Calls;

/// <summary>Makes what requests go through. It must follow no redirects.</summary>
/// <param name="credentials">For servers that ask first (digest); null = none.</param>
/// <returns>A handler that the caller disposes of.</returns>
public delegate HttpMessageHandler CallTransport(ICredentials? credentials);

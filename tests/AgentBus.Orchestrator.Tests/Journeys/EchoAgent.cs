using AgentBus.AgentSdk;
using AgentBus.Contracts;

namespace AgentBus.Orchestrator.Tests.Journeys;

internal sealed record Said(int Number);

/// <summary>Says what it was told.</summary>
[Agent("echo", Version = "1.0.0", Concurrency = 64)]
internal sealed class EchoAgent : IAgent<Said, Said>
{
    public Task<AgentResult<Said>> RunAsync(Said input, AgentContext context, CancellationToken cancellationToken) =>
        Task.FromResult<AgentResult<Said>>(input);
}

using System.Collections.Concurrent;
using AgentBus.Storage.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentBus.Orchestrator.Tests.Journeys;

/// <summary>Counts what was handed to a committer, and how much of it was written.</summary>
internal sealed class CountingCommitter(ICommitter inner, CommitCount count) : ICommitter
{
    public async Task<bool> CommitAsync(WriteSet set, CancellationToken cancellationToken)
    {
        var written = await inner.CommitAsync(set, cancellationToken);
        count.Add(written);
        return written;
    }

    /// <summary>Puts it in front of the committer of a host.</summary>
    public static void Count(IServiceCollection services, CommitCount count)
    {
        var inner = services.Last(service => service.ServiceType == typeof(ICommitter)).ImplementationFactory!;
        services.Replace(ServiceDescriptor.Singleton<ICommitter>(provider => new CountingCommitter((ICommitter)inner(provider), count)));
    }
}

internal sealed class CommitCount
{
    private readonly ConcurrentBag<bool> _commits = [];

    public int Tried => _commits.Count;

    public int Written => _commits.Count(written => written);

    public void Add(bool written) => _commits.Add(written);
}

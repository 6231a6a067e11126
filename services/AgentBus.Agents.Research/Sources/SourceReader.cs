using System.Runtime.CompilerServices;
using AgentBus.Agents.Research.Web;

namespace AgentBus.Agents.Research.Sources;

/// <summary>Reads whatever a source names: a search, an address, a folder or a file.</summary>
internal sealed class SourceReader(LocalSources local, WebReader web, SearchClient search)
{
    private const string SearchPrefix = "search:";

    public async IAsyncEnumerable<SourceItem> ReadAsync(string source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var name = source.Trim();
        if (name.StartsWith(SearchPrefix, StringComparison.OrdinalIgnoreCase))
        {
            await foreach (var item in SearchAsync(name, cancellationToken))
            {
                yield return item;
            }
        }
        else if (name.Contains("://", StringComparison.Ordinal))
        {
            yield return await web.ReadAsync(name, cancellationToken);
        }
        else
        {
            foreach (var item in name.Length == 0 ? [new SourceItem.Skipped(source, "the source is empty")] : local.Read(name))
            {
                yield return item;
            }
        }
    }

    private async IAsyncEnumerable<SourceItem> SearchAsync(string source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (addresses, fault) = await search.FindAsync(source[SearchPrefix.Length..].Trim(), cancellationToken);
        if (fault is not null)
        {
            yield return new SourceItem.Skipped(source, fault);
        }

        foreach (var address in addresses)
        {
            yield return await web.ReadAsync(address, cancellationToken);
        }
    }
}

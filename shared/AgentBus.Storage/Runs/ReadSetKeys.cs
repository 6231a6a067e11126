using AgentBus.Workflows.Execution;

namespace AgentBus.Storage.Runs;

/// <summary>A read set as the keys of its documents.</summary>
internal static class ReadSetKeys
{
    public static string[] Of(ReadSet reads) =>
    [
        .. reads.Keys.Concat(reads.Collections.SelectMany(collection =>
            Enumerable.Range(0, collection.Count).Select(index => CollectionRead.ItemKey(collection.Prefix, index)))).Distinct(),
    ];
}

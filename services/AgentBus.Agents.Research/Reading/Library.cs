using System.Security.Cryptography;
using AgentBus.Agents.Research.Index;
using AgentBus.Agents.Research.Sources;

namespace AgentBus.Agents.Research.Reading;

/// <summary>The documents of one attempt: parses those the index does not know yet, in batches.</summary>
internal sealed class Library(PassageIndex index)
{
    private const int BatchSize = 64;
    private const long BatchBytes = 32_000_000;

    private readonly List<(string Key, SourceItem.Document Document)> waiting = [];
    private readonly Dictionary<string, SourceItem.Document> documents = new(StringComparer.Ordinal);
    private readonly List<SkippedSource> skipped = [];
    private long waitingBytes;
    private int files;
    private long bytes;

    public IReadOnlyCollection<string> Keys => documents.Keys;

    public IReadOnlyList<SkippedSource> Skipped => skipped;

    public ReadTotals Totals => new(files, bytes);

    /// <summary>Documents that were not in the index.</summary>
    public int Parsed { get; private set; }

    /// <summary>Where a document was found; when the same content was found twice, the first place.</summary>
    public (string Source, bool Direct) Place(string key) => (documents[key].Source, documents[key].Direct);

    public void Add(SourceItem item)
    {
        if (item is not SourceItem.Document document)
        {
            skipped.Add(new SkippedSource(item.Source, ((SourceItem.Skipped)item).Reason));
            return;
        }

        waiting.Add((Key(document), document));
        waitingBytes += document.Content.Length;
        if (waiting.Count >= BatchSize || waitingBytes >= BatchBytes)
        {
            Flush();
        }
    }

    public void Flush()
    {
        var known = index.Known([.. waiting.Select(item => item.Key)]);
        var parsed = new Dictionary<string, ParsedDocument>(StringComparer.Ordinal);
        foreach (var (key, document) in waiting)
        {
            if (known.Contains(key) || parsed.ContainsKey(key) || Parse(document) is { } content && parsed.TryAdd(key, content))
            {
                files++;
                bytes += document.Content.Length;
                documents.TryAdd(key, document with { Content = default });
            }
        }

        index.Add(parsed);
        Parsed += parsed.Count;
        waiting.Clear();
        waitingBytes = 0;
    }

    private ParsedDocument? Parse(SourceItem.Document document)
    {
        if (TextDecoder.Decode(document.Content.Span) is not { } text)
        {
            skipped.Add(new SkippedSource(document.Source, "binary: not a text"));
            return null;
        }

        try
        {
            return DocumentParser.Parse(document.Kind, text);
        }
        catch (Exception fault)
        {
            // Whatever a hostile or broken document does to its parser is that document's fault, not the run's.
            skipped.Add(new SkippedSource(document.Source,
                $"not valid {document.Kind.ToString().ToLowerInvariant()}: {Prose.OneLine(fault.Message)}"));
            return null;
        }
    }

    private static string Key(SourceItem.Document document) =>
        $"{document.Kind}.{DocumentParser.Version}.{Convert.ToHexStringLower(SHA256.HashData(document.Content.Span))}";
}

using AgentBus.Agents.Research.Reading;

namespace AgentBus.Agents.Research.Sources;

/// <summary>Walks a folder in a fixed order within the limits, and remembers in few words what it left out.</summary>
internal sealed class FolderWalk(ResearchOptions limits, IReadOnlyList<string> roots)
{
    private static readonly string[] Ignored = ["node_modules", "bin", "obj", "__pycache__"];

    private readonly HashSet<string> visited = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> otherKinds = new(StringComparer.Ordinal);
    private readonly List<SourceItem.Skipped> skipped = [];
    private string top = string.Empty;
    private int files;
    private long bytes;

    public IReadOnlyList<SourceItem.Skipped> Skipped => otherKinds.Count == 0 ? skipped : [.. skipped, OtherKinds()];

    /// <summary>The files of a kind that is read, links followed, each once.</summary>
    public IEnumerable<string> Files(string folder)
    {
        top = folder;
        return Walk(folder, depth: 0);
    }

    /// <summary>False = the folder's bytes are used up.</summary>
    public bool Spend(int read)
    {
        bytes += read;
        if (bytes <= limits.MaxFolderBytes)
        {
            return true;
        }

        skipped.Add(new SourceItem.Skipped(top,
            $"only its first {limits.MaxFolderBytes:N0} bytes were read ({ResearchOptions.Section}:MaxFolderBytes)"));
        return false;
    }

    private IEnumerable<string> Walk(string folder, int depth)
    {
        foreach (var entry in Entries(folder))
        {
            if (files >= limits.MaxFiles)
            {
                yield break;
            }

            if (Allowed(entry) is not { } path)
            {
                continue;
            }

            if (Directory.Exists(path))
            {
                foreach (var file in depth < limits.MaxFolderDepth ? Walk(path, depth + 1) : [])
                {
                    yield return file;
                }
            }
            else if (IsWanted(path) && File.Exists(path) && Take())
            {
                yield return path;
            }
        }
    }

    private List<string> Entries(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            skipped.Add(new SourceItem.Skipped(folder, $"unreadable: {fault.Message}"));
            return [];
        }
    }

    private string? Allowed(string entry)
    {
        var name = Path.GetFileName(entry);
        if (name.StartsWith('.') || Ignored.Contains(name, StringComparer.Ordinal))
        {
            return null;
        }

        try
        {
            // A link that leads out of the roots is left out without a word: the caller named the folder, not the link.
            var path = new FileInfo(entry).LinkTarget is null ? entry : RealPath.Of(entry);
            return roots.Any(root => RealPath.IsUnder(path, root)) && visited.Add(path) ? path : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private bool IsWanted(string path)
    {
        if (LicenceTexts.IsOne(path))
        {
            return false;
        }

        if (DocumentKinds.OfFile(path) is not null)
        {
            return true;
        }

        var kind = Path.GetExtension(path).ToLowerInvariant();
        otherKinds[kind] = otherKinds.GetValueOrDefault(kind) + 1;
        return false;
    }

    private bool Take()
    {
        if (++files == limits.MaxFiles)
        {
            skipped.Add(new SourceItem.Skipped(top, $"only its first {limits.MaxFiles:N0} files were read ({ResearchOptions.Section}:MaxFiles)"));
        }

        return true;
    }

    private SourceItem.Skipped OtherKinds()
    {
        var kinds = otherKinds.OrderByDescending(kind => kind.Value).Take(8).Select(kind => $"{kind.Key} {kind.Value}");
        return new SourceItem.Skipped(top, $"{otherKinds.Values.Sum():N0} files of kinds that are not read ({string.Join(", ", kinds)})");
    }
}

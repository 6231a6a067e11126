using AgentBus.Agents.Research.Reading;
using Microsoft.Extensions.Options;

namespace AgentBus.Agents.Research.Sources;

/// <summary>Files and folders under the operator's roots.</summary>
internal sealed class LocalSources(IOptions<ResearchOptions> options)
{
    private readonly ResearchOptions limits = options.Value;
    private readonly string[] roots = [.. options.Value.Roots.Select(RealPath.Of)];

    /// <summary>Reads one source. Links are followed first, so a link cannot lead out of the roots.</summary>
    public IEnumerable<SourceItem> Read(string source)
    {
        string path;
        try
        {
            path = RealPath.Of(source);
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or NotSupportedException)
        {
            return [new SourceItem.Skipped(source, $"not a path that can be followed: {fault.Message}")];
        }

        if (!roots.Any(root => RealPath.IsUnder(path, root)))
        {
            return [new SourceItem.Skipped(source, roots.Length == 0
                ? $"local files are not allowed here; the operator allows folders by {ResearchOptions.Section}:Roots"
                : $"outside the folders the operator allows ({string.Join(", ", roots)})")];
        }

        return Directory.Exists(path) ? Folder(source, path)
            : File.Exists(path) ? [OneFile(path, direct: true)]
            : [new SourceItem.Skipped(source, "missing: there is no such file or folder")];
    }

    private IEnumerable<SourceItem> Folder(string source, string folder)
    {
        var walk = new FolderWalk(limits, roots);
        var any = false;
        foreach (var path in walk.Files(folder))
        {
            var item = OneFile(path, direct: false);
            if (item is SourceItem.Document document && !walk.Spend(document.Content.Length))
            {
                break;
            }

            any = true;
            yield return item;
        }

        foreach (var reason in walk.Skipped)
        {
            yield return reason;
        }

        if (!any && walk.Skipped.Count == 0)
        {
            yield return new SourceItem.Skipped(source, "the folder holds no file");
        }
    }

    private SourceItem OneFile(string path, bool direct)
    {
        if (DocumentKinds.OfFile(path) is not { } kind)
        {
            return new SourceItem.Skipped(path, $"files of kind '{Path.GetExtension(path)}' are not read; use .md, .txt, .html, .csv or .json");
        }

        try
        {
            return Content(path, kind, direct);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new SourceItem.Skipped(path, $"unreadable: {fault.Message}");
        }
    }

    private SourceItem Content(string path, DocumentKind kind, bool direct)
    {
        // Length 0 also stands for pipes and devices, whose reading would never end.
        var length = new FileInfo(path).Length;
        if (length == 0 || length > limits.MaxFileBytes)
        {
            return new SourceItem.Skipped(path, length == 0
                ? "empty"
                : $"too large: {length:N0} bytes, the limit is {limits.MaxFileBytes:N0} ({ResearchOptions.Section}:MaxFileBytes)");
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var content = new byte[length];
        var read = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return new SourceItem.Document(path, kind, content.AsMemory(0, read), direct);
    }
}

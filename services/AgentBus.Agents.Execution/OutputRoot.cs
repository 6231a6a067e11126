using Microsoft.Extensions.Options;

namespace AgentBus.Agents.Execution;

/// <summary>Keeps every file under one folder, links followed.</summary>
internal sealed class OutputRoot(IOptions<ExecutionOptions> options)
{
    private const int MaxLinks = 40;
    private readonly string root = Path.GetFullPath(options.Value.OutputRoot);

    /// <summary>The full path of a relative one. Its folders are made.</summary>
    /// <exception cref="OutsideRootException">The path is absolute, climbs out, or a link on its way leads out.</exception>
    public string Place(string relative)
    {
        if (Path.IsPathRooted(relative) || relative.Contains('\0', StringComparison.Ordinal)
            || relative.Split('/', '\\').Contains("..", StringComparer.Ordinal))
        {
            throw new OutsideRootException($"The output path '{relative}' is outside the output root. Give a path under it, without '..'.");
        }

        Directory.CreateDirectory(root);
        return Confined(Path.Combine(root, relative), relative);
    }

    /// <summary>A full path that was given back by this agent before.</summary>
    /// <exception cref="OutsideRootException">It is not under the root.</exception>
    public string Existing(string file)
    {
        Directory.CreateDirectory(root);
        return Confined(Path.GetFullPath(file, root), file);
    }

    private string Confined(string full, string asked)
    {
        // Folders are made one by one, each checked before the next, so that nothing is made behind a link that leads out.
        var real = Real(root);
        foreach (var part in Path.GetRelativePath(root, Path.GetDirectoryName(full)!).Split(Path.DirectorySeparatorChar)
            .Where(part => part is not "."))
        {
            var next = Real(Path.Combine(real, part));
            if (part == ".." || !IsUnderRoot(next))
            {
                throw new OutsideRootException($"The output path '{asked}' leads outside the output root. Give a path under it.");
            }

            Directory.CreateDirectory(next);
            real = next;
        }

        return Path.Combine(real, Path.GetFileName(full));
    }

    private bool IsUnderRoot(string path)
    {
        var top = Path.TrimEndingDirectorySeparator(Real(root));
        return path == top || path.StartsWith(top + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    // As realpath(3); a part that is missing is kept as it is.
    private static string Real(string path, int links = 0)
    {
        if (Path.GetDirectoryName(path) is not { } parent)
        {
            return path;
        }

        var real = Path.Combine(Real(parent, links), Path.GetFileName(path));
        return new FileInfo(real).LinkTarget is not { } target ? real
            : links == MaxLinks ? throw new OutsideRootException($"There are too many links in '{path}'.")
            : Real(Path.GetFullPath(target, Path.GetDirectoryName(real)!), links + 1);
    }
}

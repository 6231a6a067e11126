namespace AgentBus.Agents.Research.Sources;

/// <summary>A path with every link in it followed.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>Follows links in every component, as realpath(3) does; a component that is missing is kept as it is.</summary>
    /// <exception cref="IOException">Links go round in a circle.</exception>
    public static string Of(string path)
    {
        var links = 0;
        return Follow(Path.GetFullPath(path), ref links);
    }

    /// <summary>Whether a real path is the folder or lies under it.</summary>
    public static bool IsUnder(string path, string folder)
    {
        var root = Path.TrimEndingDirectorySeparator(folder);
        var inside = Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar;
        return path == root || path.StartsWith(inside, StringComparison.Ordinal);
    }

    private static string Follow(string path, ref int links)
    {
        if (Path.GetDirectoryName(path) is not { } parent)
        {
            return path;
        }

        var real = Path.Combine(Follow(parent, ref links), Path.GetFileName(path));
        if (new FileInfo(real).LinkTarget is not { } target)
        {
            return real;
        }

        return ++links > MaxLinks
            ? throw new IOException($"Too many links in '{path}'.")
            : Follow(Path.GetFullPath(target, Path.GetDirectoryName(real)!), ref links);
    }
}

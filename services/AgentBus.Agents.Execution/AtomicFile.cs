using System.Security.Cryptography;

namespace AgentBus.Agents.Execution;

/// <summary>Writes a file whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// A reader sees the old content or the new, never a part: a new file beside it, flushed to the disk, takes its name. What a killed
    /// attempt left behind is removed by the next one that has the same key.
    /// </summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, string key, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(path)!;
        var prefix = $".{Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{path}|{key}")))[..16]}.";
        var temporary = Path.Combine(folder, $"{prefix}{Guid.NewGuid():N}.tmp");
        try
        {
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await file.WriteAsync(content, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            foreach (var left in Directory.EnumerateFiles(folder, prefix + "*.tmp"))
            {
                File.Delete(left);
            }
        }
    }
}

using System.Security.Cryptography;
using System.Text;
using AgentBus.AgentSdk;

namespace AgentBus.Agents.Execution;

/// <summary>
/// Writes the briefing under the output root, and takes it back. A repeated attempt writes the same bytes to the same file; a file of another
/// run is never overwritten or removed.
/// </summary>
[Agent("execution", Version = "1.0.0", Capabilities = ["write-briefing", "undo"], Concurrency = 4)]
internal sealed class ExecutionAgent(OutputRoot root) : IAgent<ExecutionInput, ExecutionOutput>
{
    public async Task<AgentResult<ExecutionOutput>> RunAsync(ExecutionInput input, AgentContext context, CancellationToken cancellationToken)
    {
        try
        {
            return input switch
            {
                { Undo: true, File: { } file } => await UndoAsync(file, context, cancellationToken),
                { Undo: true } => AgentResult.Permanent("bad-input", "undo needs 'file': the path that the briefing was written to."),
                { Topic: { } topic, Draft: { } draft } => await WriteAsync(input, topic, draft, context, cancellationToken),
                _ => AgentResult.Permanent("bad-input", "A briefing needs 'topic' and 'draft'."),
            };
        }
        catch (OutsideRootException fault)
        {
            return AgentResult.Permanent("path-outside-root", fault.Message);
        }
        catch (UnknownPassageException fault)
        {
            return AgentResult.Permanent("unknown-passage", fault.Message);
        }
    }

    private async Task<AgentResult<ExecutionOutput>> WriteAsync(ExecutionInput input, string topic, Draft draft, AgentContext context,
        CancellationToken cancellationToken)
    {
        if (!draft.Sections.Any(section => section.Sentences.Count > 0))
        {
            return AgentResult.Permanent("empty-draft", "The draft has no sentence; there is nothing to write.");
        }

        var (text, citations) = BriefingMarkdown.Write(input, draft, context.Run);
        var file = root.Place(RelativePath(input.Path, topic, context.Run));
        if (Directory.Exists(file) || (File.Exists(file) && !await IsOfRunAsync(file, context.Run, cancellationToken)))
        {
            return AgentResult.Permanent("file-exists", $"'{file}' exists and was not written by this run. Give another path, or move it away.");
        }

        var content = Encoding.UTF8.GetBytes(text);
        await AtomicFile.WriteAsync(file, content, context.IdempotencyKey, cancellationToken);
        Log.Written(context.Logger, file, content.Length, citations.Count);
        return new ExecutionOutput(file, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), citations.Count, citations);
    }

    private async Task<AgentResult<ExecutionOutput>> UndoAsync(string given, AgentContext context, CancellationToken cancellationToken)
    {
        var file = root.Existing(given);
        var exists = File.Exists(file);
        if (exists && !await IsOfRunAsync(file, context.Run, cancellationToken))
        {
            return AgentResult.Permanent("not-ours", $"'{file}' was not written by this run; it stays.");
        }

        File.Delete(file);
        Log.Removed(context.Logger, file, exists);
        return new ExecutionOutput(file, 0, null, 0, [], Removed: exists);
    }

    private static string RelativePath(string? path, string topic, Guid run) => path switch
    {
        null or "" => FileName.Of(topic, run),
        _ when path.EndsWith(".md", StringComparison.OrdinalIgnoreCase) => path,
        _ => Path.Combine(path, FileName.Of(topic, run)),
    };

    private static async Task<bool> IsOfRunAsync(string file, Guid run, CancellationToken cancellationToken)
    {
        var marker = BriefingMarkdown.Marker(run);
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(-Math.Min(stream.Length, marker.Length + 2), SeekOrigin.End);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return (await reader.ReadToEndAsync(cancellationToken)).Contains(marker, StringComparison.Ordinal);
    }
}

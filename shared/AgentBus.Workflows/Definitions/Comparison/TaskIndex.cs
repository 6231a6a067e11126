using System.Globalization;
using System.Text.Json;
using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Comparison;

/// <summary>A task as it is compared: known by its name and the names around it, not by its index.</summary>
/// <param name="Key">Path without indexes, such as <c>/do/check/do/read</c>.</param>
/// <param name="List">Key of the list it stands in, such as <c>/do/check/do</c>.</param>
/// <param name="Index">Its place there.</param>
/// <param name="Owner">Key of the task it stands in; null = the workflow.</param>
/// <param name="ListMember">Pointer of the list below its owner, such as <c>/do</c> or <c>/catch/do</c>.</param>
internal sealed record IndexedTask(TaskDefinition Task, string Key, string List, int Index, string? Owner, string ListMember, JsonElement Json);

/// <summary>All tasks of a definition by key, those around before those inside.</summary>
internal static class TaskIndex
{
    public static IReadOnlyDictionary<string, IndexedTask> Of(WorkflowDefinition definition)
    {
        var byPath = new Dictionary<string, IndexedTask>();
        // What functions and extensions add at each use stands elsewhere in the document, under use, and is compared there.
        foreach (var (path, task) in definition.Tasks.Where(entry => At(definition.Document, entry.Key) is not null).OrderBy(entry => entry.Key.Length).ThenBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var owner = Owner(path, byPath);
            var (rest, name) = Cut(path[(owner?.Task.Path.Length ?? 0)..]);
            var (member, index) = Cut(rest);
            var list = $"{owner?.Key}{member}";
            byPath[path] = new IndexedTask(
                task, $"{list}/{name}", list, int.Parse(index, CultureInfo.InvariantCulture), owner?.Key, member, At(definition.Document, path)!.Value);
        }

        return byPath.Values.ToDictionary(task => task.Key);
    }

    private static IndexedTask? Owner(string path, Dictionary<string, IndexedTask> byPath)
    {
        for (var (around, _) = Cut(path); around.Length > 0; (around, _) = Cut(around))
        {
            if (byPath.TryGetValue(around, out var owner))
            {
                return owner;
            }
        }

        return null;
    }

    private static (string Head, string Last) Cut(string path)
    {
        var at = path.LastIndexOf('/');
        return (path[..at], path[(at + 1)..]);
    }

    private static JsonElement? At(JsonElement document, string path)
    {
        JsonElement? at = document;
        foreach (var token in JsonPointer.Tokens(path))
        {
            at = at switch
            {
                { ValueKind: JsonValueKind.Array } list => int.TryParse(token, out var index) && index < list.GetArrayLength() ? list[index] : null,
                { ValueKind: JsonValueKind.Object } map => map.TryGetProperty(token, out var member) ? member : null,
                _ => null,
            };
        }

        return at;
    }
}

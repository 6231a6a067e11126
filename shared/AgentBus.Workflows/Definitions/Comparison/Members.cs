using System.Text.Json;
using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Comparison;

/// <summary>Compares JSON values member by member; arrays and scalars as wholes.</summary>
internal static class Members
{
    /// <param name="before">The one value; null = there is none.</param>
    /// <param name="after">The other.</param>
    /// <param name="skip">Pointers that do not count.</param>
    public static IReadOnlyList<MemberChange> Compare(JsonElement? before, JsonElement? after, IReadOnlySet<string> skip)
    {
        var changes = new List<MemberChange>();
        Compare("", before, after, skip, changes);
        return changes;
    }

    private static void Compare(string path, JsonElement? before, JsonElement? after, IReadOnlySet<string> skip, List<MemberChange> changes)
    {
        if (skip.Contains(path))
        {
            return;
        }

        if (IsObject(before) && IsObject(after))
        {
            foreach (var name in Names(before!.Value).Union(Names(after!.Value)))
            {
                Compare(JsonPointer.Append(path, name), Member(before.Value, name), Member(after.Value, name), skip, changes);
            }
        }
        else if (before is null || after is null || !JsonElement.DeepEquals(before.Value, after.Value))
        {
            changes.Add(new MemberChange(path, before, after));
        }
    }

    private static bool IsObject(JsonElement? value) => value is { ValueKind: JsonValueKind.Object };

    private static IEnumerable<string> Names(JsonElement value) => value.EnumerateObject().Select(member => member.Name);

    private static JsonElement? Member(JsonElement value, string name) => value.TryGetProperty(name, out var member) ? member : null;
}

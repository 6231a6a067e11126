using System.Buffers;
using System.Text.Json;

namespace AgentBus.Workflows.Definitions.Text;

/// <summary>What a node of a document is.</summary>
internal enum NodeKind
{
    Object,
    Array,
    String,
    Number,
    Boolean,
    Null,
}

/// <summary>A named value of an object, with the position of its name.</summary>
internal sealed record Member(string Name, Position At, Node Value);

/// <summary>1-based line and column in the text.</summary>
internal sealed record Position(int Line, int Column)
{
    /// <summary>Of the text as a whole.</summary>
    public static readonly Position None = new(0, 0);
}

/// <summary>A JSON value that knows where it stands in the text. Immutable: an alias in YAML shares its anchor's node.</summary>
internal sealed class Node
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1_000 };

    private Node(NodeKind kind, Position at, string text, IReadOnlyList<Member> members, IReadOnlyList<Node> items)
    {
        Kind = kind;
        At = at;
        Text = text;
        Members = members;
        Items = items;
        foreach (var child in members.Select(m => m.Value).Concat(items))
        {
            Height = Math.Max(Height, child.Height);
            Size += child.Size;
        }

        Height += kind is NodeKind.Object or NodeKind.Array ? 1 : 0;
        Size += 1 + text.Length;
    }

    public NodeKind Kind { get; }

    public Position At { get; }

    /// <summary>The text of a string, or the JSON literal of a number, boolean or null.</summary>
    public string Text { get; }

    public IReadOnlyList<Member> Members { get; }

    public IReadOnlyList<Node> Items { get; }

    /// <summary>Levels of objects and arrays in it.</summary>
    public int Height { get; }

    /// <summary>Nodes and characters in it, with aliases counted each time they are used.</summary>
    public long Size { get; }

    public static Node Object(Position at, IReadOnlyList<Member> members) => new(NodeKind.Object, at, "", members, []);

    public static Node Array(Position at, IReadOnlyList<Node> items) => new(NodeKind.Array, at, "", [], items);

    public static Node Scalar(NodeKind kind, Position at, string text) => new(kind, at, text, [], []);

    public Node? Find(string name)
    {
        foreach (var member in Members)
        {
            if (member.Name == name)
            {
                return member.Value;
            }
        }

        return null;
    }

    public JsonElement ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer);
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory, Deep);
        return document.RootElement.Clone();
    }

    private void Write(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case NodeKind.Object:
                writer.WriteStartObject();
                foreach (var member in Members)
                {
                    writer.WritePropertyName(member.Name);
                    member.Value.Write(writer);
                }

                writer.WriteEndObject();
                break;
            case NodeKind.Array:
                writer.WriteStartArray();
                foreach (var item in Items)
                {
                    item.Write(writer);
                }

                writer.WriteEndArray();
                break;
            case NodeKind.String:
                writer.WriteStringValue(Text);
                break;
            default:
                writer.WriteRawValue(Text);
                break;
        }
    }
}

using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AgentBus.Workflows.Definitions.Text;

/// <summary>Reads one YAML document into nodes: scalars by YAML 1.2's core schema, aliases within a size.</summary>
internal sealed class YamlText
{
    /// <summary>
    /// Nodes and characters once aliases are written out, for each byte the text may have: a few lines of aliases of aliases could stand for gigabytes.
    /// </summary>
    private const long SizePerByte = 4;

    private readonly Parser _parser;
    private readonly ProblemList _problems;
    private readonly Dictionary<string, Node> _anchors = [];
    private readonly WorkflowLimits _limits;
    private long _size;

    private YamlText(string text, ProblemList problems, WorkflowLimits limits)
    {
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        _problems = problems;
        _limits = limits;
    }

    /// <summary>The document, or null and the problem that ended the reading.</summary>
    public static Node? Parse(string text, ProblemList problems, WorkflowLimits limits)
    {
        var yaml = new YamlText(text, problems, limits);
        try
        {
            return yaml.Document();
        }
        catch (YamlException e)
        {
            problems.Add(TabAt(text) ?? At(e.Start), "", TabAt(text) is null
                ? $"This is not valid YAML: {e.Message}"
                : "This is not valid YAML: the line is indented by a tab. Indent by spaces.");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // YamlDotNet's scanner trips over some broken texts instead of refusing them.
            problems.Add(At(yaml._parser.Current?.End ?? Mark.Empty), "", "This is not valid YAML: it cannot be read on from here.");
        }

        return null;
    }

    /// <summary>The first line that is indented by a tab; asked only once the text could not be read, as a tab may stand in a text or a list.</summary>
    private static Position? TabAt(string text)
    {
        var line = 0;
        foreach (var content in text.AsSpan().EnumerateLines())
        {
            line++;
            var indent = content[..^content.TrimStart(" \t").Length];
            if (indent.IndexOf('\t') is >= 0 and var column && indent.Length < content.Length)
            {
                return new Position(line, column + 1);
            }
        }

        return null;
    }

    private static Position At(Mark mark) => new((int)mark.Line, (int)mark.Column);

    private static YamlException Refuse(ParsingEvent at, string message) => new(at.Start, at.End, message);

    private Node Document()
    {
        while (Next() is StreamStart or DocumentStart)
        {
        }

        var root = Value("", depth: 0);
        Next();
        if (Next() is DocumentStart second)
        {
            throw Refuse(second, "a second document begins here. Keep one document in a text.");
        }

        return root;
    }

    private ParsingEvent Next() =>
        _parser.MoveNext() && _parser.Current is { } current ? current : throw new YamlException("The text ends too early.");

    // The current event begins the value; on return it is the value's last event.
    private Node Value(string path, int depth)
    {
        var current = _parser.Current!;
        var node = current switch
        {
            AnchorAlias alias => _anchors.TryGetValue(alias.Value.Value, out var shared)
                ? shared
                : throw Refuse(alias, $"the alias '*{alias.Value}' has no anchor before it."),
            Scalar scalar => YamlScalar.Resolve(scalar, At(scalar.Start)) ?? throw Refuse(scalar, YamlScalar.Unusable(scalar)),
            MappingStart mapping => Mapping(mapping, path, depth + 1),
            SequenceStart sequence => Sequence(sequence, path, depth + 1),
            StreamEnd or DocumentEnd => throw Refuse(current, "the document is empty."),
            _ => throw Refuse(current, $"a value was expected, not a {current.GetType().Name}."),
        };
        Bound(current, node, depth);
        if (current is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            _anchors[anchored.Anchor.Value] = node;
        }

        return node;
    }

    private void Bound(ParsingEvent at, Node node, int depth)
    {
        // Only what is not yet counted in a child: an alias brings a whole tree, anything else itself.
        _size += at is AnchorAlias ? node.Size : 1 + node.Text.Length;
        if (_size > SizePerByte * _limits.DocumentBytes)
        {
            throw Refuse(at, "its aliases stand for more text than is allowed. Write fewer aliases.");
        }

        if (depth + node.Height > _limits.Nesting)
        {
            throw Refuse(at, $"it is nested more than {_limits.Nesting} levels deep.");
        }
    }

    private Node Mapping(MappingStart start, string path, int depth)
    {
        Enter(start, depth);
        var members = new MemberList(_problems, path);
        while (Next() is not MappingEnd)
        {
            if (_parser.Current is not Scalar key)
            {
                throw Refuse(_parser.Current!, "a name must be a plain text.");
            }

            Next();
            members.Add(key.Value, At(key.Start), Value(JsonPointer.Append(path, key.Value), depth));
        }

        return Node.Object(At(start.Start), members.All);
    }

    private Node Sequence(SequenceStart start, string path, int depth)
    {
        Enter(start, depth);
        var items = new List<Node>();
        while (Next() is not SequenceEnd)
        {
            items.Add(Value(JsonPointer.Append(path, items.Count), depth));
        }

        return Node.Array(At(start.Start), items);
    }

    // Before the children are read, so that a million brackets end here and not on the stack.
    private void Enter(NodeEvent start, int depth)
    {
        if (depth > _limits.Nesting)
        {
            throw Refuse(start, $"it is nested more than {_limits.Nesting} levels deep.");
        }

        if (!start.Tag.IsEmpty && !start.Tag.IsNonSpecific && !start.Tag.Value.StartsWith(YamlScalar.CoreTag, StringComparison.Ordinal))
        {
            throw Refuse(start, $"the tag '{start.Tag}' is not one of YAML's core schema. Remove it.");
        }
    }
}

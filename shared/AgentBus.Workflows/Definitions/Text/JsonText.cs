using System.Text;
using System.Text.Json;

namespace AgentBus.Workflows.Definitions.Text;

/// <summary>Reads JSON into nodes.</summary>
internal ref struct JsonText
{
    private readonly byte[] _utf8;
    private readonly ProblemList _problems;
    private Utf8JsonReader _reader;
    private int _line = 1;
    private int _lineStart;
    private int _seen;

    private JsonText(byte[] utf8, ProblemList problems, int maxDepth)
    {
        _utf8 = utf8;
        _problems = problems;
        _reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth });
    }

    /// <summary>The value, or null and one problem. A duplicate name is a problem, too; its first value stays.</summary>
    public static Node? Parse(string text, ProblemList problems, int maxDepth)
    {
        var json = new JsonText(Encoding.UTF8.GetBytes(text), problems, maxDepth);
        try
        {
            json._reader.Read();
            var node = json.Value("");
            json._reader.Read();
            return node;
        }
        catch (JsonException e)
        {
            var at = new Position((int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
            problems.Add(at, "", $"This is not valid JSON: {FirstSentence(e.Message)}");
            return null;
        }
    }

    // The reader's message goes on with line and position, which the problem has as numbers.
    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }

    private Node Value(string path)
    {
        var at = Here();
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => Object(at, path),
            JsonTokenType.StartArray => Array(at, path),
            JsonTokenType.String => Node.Scalar(NodeKind.String, at, Text()),
            JsonTokenType.Number => Node.Scalar(NodeKind.Number, at, Encoding.UTF8.GetString(_reader.ValueSpan)),
            JsonTokenType.True => Node.Scalar(NodeKind.Boolean, at, "true"),
            JsonTokenType.False => Node.Scalar(NodeKind.Boolean, at, "false"),
            _ => Node.Scalar(NodeKind.Null, at, "null"),
        };
    }

    private Node Object(Position at, string path)
    {
        var members = new MemberList(_problems, path);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var nameAt = Here();
            var name = Text();
            _reader.Read();
            members.Add(name, nameAt, Value(JsonPointer.Append(path, name)));
        }

        return Node.Object(at, members.All);
    }

    private Node Array(Position at, string path)
    {
        var items = new List<Node>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Value(JsonPointer.Append(path, items.Count)));
        }

        return Node.Array(at, items);
    }

    private readonly string Text()
    {
        try
        {
            return _reader.GetString() ?? "";
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException(e.Message, path: null, _line - 1, _reader.TokenStartIndex - _lineStart, e);
        }
    }

    private Position Here()
    {
        var start = (int)_reader.TokenStartIndex;
        for (; _seen < start; _seen++)
        {
            if (_utf8[_seen] == '\n')
            {
                _line++;
                _lineStart = _seen + 1;
            }
        }

        return new Position(_line, Encoding.UTF8.GetCharCount(_utf8, _lineStart, start - _lineStart) + 1);
    }
}

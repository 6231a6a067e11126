using System.Globalization;
using System.Text.Json;
using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>
/// A node under reading: knows its path, its task and its scope. Whatever is not as asked is reported here, and the answer is
/// null, so that a reader goes on and finds the next problem, too.
/// </summary>
internal sealed record Cursor(Node Node, string Path, ReadingContext Context, Scope Scope, string? Task = null)
{
    public NodeKind Kind => Node.Kind;

    /// <summary>The last word of the path.</summary>
    public string Label => Path.Length == 0 ? "The document" : $"'{Path[(Path.LastIndexOf('/') + 1)..]}'";

    public IEnumerable<Cursor> Items => Enumerable.Range(0, Node.Items.Count).Select(Item);

    public IEnumerable<(string Name, Cursor Value)> Members => Node.Members.Select(m => (m.Name, Child(m.Name, m.Value)));

    public Cursor? Get(string name) => Node.Find(name) is { } value ? Child(name, value) : null;

    public bool Has(string name) => Node.Find(name) is not null;

    /// <summary>The place a JSON pointer below this one leads to, or as near as it leads.</summary>
    public Cursor Follow(string pointer)
    {
        var at = this;
        foreach (var token in JsonPointer.Tokens(pointer))
        {
            var next = at.Kind != NodeKind.Array ? at.Get(token) : int.TryParse(token, out var i) && i >= 0 && i < at.Node.Items.Count ? at.Item(i) : null;
            if (next is null)
            {
                break;
            }

            at = next;
        }

        return at;
    }

    public Cursor? Required(string name)
    {
        var found = Get(name);
        if (found is null)
        {
            Report($"{Label} lacks '{name}'. Add it.");
        }

        return found;
    }

    public void Report(string message) => ReportAt(Node.At, Path, message);

    /// <summary>Reports at the name of a member.</summary>
    public void ReportMember(string name, string message)
    {
        var at = Node.Members.Where(m => m.Name == name).Select(m => m.At).DefaultIfEmpty(Node.At).First();
        ReportAt(at, JsonPointer.Append(Path, name), message);
    }

    public bool Is(NodeKind kind)
    {
        if (Kind != kind)
        {
            Report($"{Label} must be {Words.Of(kind)}, not {Words.Of(Kind)}.{Hint(kind)}");
        }

        return Kind == kind;
    }

    /// <summary>Is it an object of these members only? Unknown ones are reported and do not spoil the rest.</summary>
    public bool IsObjectOf(params IReadOnlyCollection<string> known)
    {
        if (!Is(NodeKind.Object))
        {
            return false;
        }

        foreach (var member in Node.Members.Where(m => !known.Contains(m.Name)))
        {
            ReportMember(member.Name, $"{Label} knows no '{member.Name}'. {Words.Suggest(member.Name, known)}");
        }

        return true;
    }

    public string? Text() => Is(NodeKind.String) ? Node.Text : null;

    public string? NonEmptyText()
    {
        var text = Text();
        if (text is null || !string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        Report($"{Label} must not be empty.");
        return null;
    }

    /// <summary>One of the words.</summary>
    public string? Word(params IReadOnlyCollection<string> known)
    {
        var text = Text();
        if (text is null || known.Contains(text))
        {
            return text;
        }

        Report($"{Label} is '{text}'. {Words.Suggest(text, known)}");
        return null;
    }

    public bool? Flag() => Is(NodeKind.Boolean) ? Node.Text == "true" : null;

    public long? Integer(long min, long max)
    {
        if (!Is(NodeKind.Number))
        {
            return null;
        }

        // 5.0 is an integer, in JSON Schema and here.
        if (decimal.TryParse(Node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && decimal.IsInteger(number) && number >= min && number <= max)
        {
            return (long)number;
        }

        Report(max == long.MaxValue || max == int.MaxValue
            ? $"{Label} must be a whole number of at least {min}, not {Node.Text}."
            : $"{Label} must be a whole number from {min} to {max}, not {Node.Text}.");
        return null;
    }

    public decimal? Number(decimal min, decimal max = decimal.MaxValue)
    {
        if (!Is(NodeKind.Number))
        {
            return null;
        }

        if (decimal.TryParse(Node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        Report(max == decimal.MaxValue
            ? $"{Label} must be a number of at least {min}, not {Node.Text}."
            : $"{Label} must be a number from {min} to {max}, not {Node.Text}.");
        return null;
    }

    /// <summary>An array of texts.</summary>
    public IReadOnlyList<string> Texts() => Is(NodeKind.Array) ? [.. Items.Select(i => i.NonEmptyText()).OfType<string>()] : [];

    public JsonElement ToJson() => Node.ToJson();

    private string Hint(NodeKind expected) =>
        expected == NodeKind.String && Kind is (NodeKind.Number or NodeKind.Boolean) ? $" Put it in quotes: '{Node.Text}'." : "";

    private Cursor Item(int index) => this with { Node = Node.Items[index], Path = JsonPointer.Append(Path, index) };

    private Cursor Child(string name, Node value) => this with { Node = value, Path = JsonPointer.Append(Path, name) };

    private void ReportAt(Position at, string path, string message) =>
        Context.Problems.Add(at, path, Task is null ? message : $"Task '{Task}': {message}");
}

using AgentBus.Workflows.Definitions.Text;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions.Reading.Calls;

/// <summary>Gathers the arguments of a call. One that could not be read spoils the whole, after all others were read.</summary>
internal sealed class ArgumentList(Cursor with)
{
    private readonly List<KeyValuePair<string, TemplateNode>> _members = [];
    private bool _spoilt;

    /// <summary>All of it; null when something was wrong.</summary>
    public TemplateNode? Node => _spoilt ? null : new TemplateNode.Object(_members);

    /// <summary>An argument that may be left out.</summary>
    public ArgumentList Add(string name, Func<Cursor, TemplateNode?> read) => with.Get(name) is { } at ? Take(name, read(at)) : this;

    /// <summary>An argument that must be there.</summary>
    public ArgumentList Require(string name, Func<Cursor, TemplateNode?> read) => Take(name, with.Required(name) is { } at ? read(at) : null);

    /// <summary>Any value, with expressions in it.</summary>
    public static TemplateNode? Any(Cursor at) => ExpressionReader.ReadTemplate(at)?.Root;

    /// <summary>An object with expressions in it, or an expression that makes one.</summary>
    public static TemplateNode? Map(Cursor at) => IsExpression(at) || at.Is(NodeKind.Object) ? Any(at) : null;

    /// <summary>An object of texts, of which each may be an expression, or an expression that makes one.</summary>
    public static TemplateNode? TextMap(Cursor at) =>
        IsExpression(at) || (at.Is(NodeKind.Object) && at.Members.Where(m => m.Value.Text() is null).ToList() is []) ? Any(at) : null;

    /// <summary>A text that is not empty, or an expression.</summary>
    public static TemplateNode? Text(Cursor at) => at.NonEmptyText() is null ? null : Any(at);

    /// <summary>A list of texts, of which each may be an expression, or an expression that makes one.</summary>
    public static TemplateNode? Texts(Cursor at)
    {
        if (IsExpression(at))
        {
            return Any(at);
        }

        return at.Is(NodeKind.Array) && at.Texts().Count == at.Node.Items.Count ? Any(at) : null;
    }

    /// <summary>true or false.</summary>
    public static TemplateNode? Flag(Cursor at) => at.Flag() is null ? null : Any(at);

    /// <summary>One of the words, no expression.</summary>
    public static Func<Cursor, TemplateNode?> Word(params string[] known) => at => at.Word(known) is null ? null : Any(at);

    /// <summary>A duration, or an expression that makes one.</summary>
    public static TemplateNode? Duration(Cursor at) => DurationReader.ReadOrCompute(at) is null ? null : Any(at);

    private static bool IsExpression(Cursor at) => at.Kind == NodeKind.String && RuntimeExpression.TryUnwrap(at.Node.Text, out _);

    private ArgumentList Take(string name, TemplateNode? value)
    {
        if (value is null)
        {
            _spoilt = true;
        }
        else
        {
            _members.Add(KeyValuePair.Create(name, value));
        }

        return this;
    }
}

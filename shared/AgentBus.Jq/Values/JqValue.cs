using System.Text.Json;

namespace AgentBus.Jq;

/// <summary>The kinds of values, in jq's sort order.</summary>
internal enum JqKind
{
    Null,
    False,
    True,
    Number,
    String,
    Array,
    Object,
}

/// <summary>An immutable jq value. Values read from a <see cref="JsonElement"/> keep it and look into it only when asked.</summary>
internal abstract class JqValue
{
    public static readonly JqValue Null = new JqConstant(JqKind.Null, "null");
    public static readonly JqValue True = new JqConstant(JqKind.True, "true");
    public static readonly JqValue False = new JqConstant(JqKind.False, "false");

    public abstract JqKind Kind { get; }

    /// <summary>The element this value was read from; undefined for a value the program made.</summary>
    public virtual JsonElement Source => default;

    public bool IsTruthy => Kind > JqKind.False;

    public string KindName => Kind switch
    {
        JqKind.Null => "null",
        JqKind.False or JqKind.True => "boolean",
        JqKind.Number => "number",
        JqKind.String => "string",
        JqKind.Array => "array",
        _ => "object",
    };

    public static JqValue Of(bool value) => value ? True : False;

    public static JqValue Of(double value) => new JqNumber(value);

    public static JqValue Of(string value) => new JqString(value);

    public static JqValue Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => True,
        JsonValueKind.False => False,
        JsonValueKind.Number => new JqLiteralNumber(element),
        JsonValueKind.String => new JqString(element),
        JsonValueKind.Array => new JqArray(element),
        JsonValueKind.Object => new JqObject(element),
        _ => Null,
    };

    private sealed class JqConstant(JqKind kind, string json) : JqValue
    {
        public override JqKind Kind => kind;

        public override JsonElement Source { get; } = JsonDocument.Parse(json).RootElement;
    }
}

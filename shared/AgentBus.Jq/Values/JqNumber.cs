using System.Globalization;
using System.Text.Json;

namespace AgentBus.Jq;

/// <summary>A number as IEEE double.</summary>
internal class JqNumber(double value) : JqValue
{
    public double Value => value;

    /// <summary>The number as it was written, for one that was read and not computed.</summary>
    public virtual string? Literal => null;

    public override JqKind Kind => JqKind.Number;
}

/// <summary>A number with its text, so that digits beyond a double's precision survive until arithmetic touches it.</summary>
internal sealed class JqLiteralNumber : JqNumber
{
    private readonly JsonElement _element;
    private string? _literal;

    public JqLiteralNumber(JsonElement element) : base(element.GetDouble()) => _element = element;

    public JqLiteralNumber(string literal) : base(double.Parse(literal, NumberStyles.Float, CultureInfo.InvariantCulture)) => _literal = literal;

    public override string Literal => _literal ??= _element.GetRawText();

    public override JsonElement Source => _element;
}

namespace AgentBus.Models.Extractive.Entities;

/// <summary>A number of a text, made comparable.</summary>
/// <param name="Text">As written, with its unit.</param>
/// <param name="Value">In the base unit of its kind: 1.2k is 1200, 2 GB is 2e9 bytes, 5 ms is 0.005 s.</param>
/// <param name="Unit">Kind of quantity: <c>%</c>, <c>B</c>, <c>s</c>, <c>$</c>, <c>lit</c> (version, date, time of day: compared as text), or empty.</param>
/// <param name="Token">Index of its token.</param>
/// <param name="Approximate">Introduced by "about", "nearly" and the like.</param>
internal sealed record Quantity(string Text, double Value, string Unit, int Token, bool Approximate)
{
    /// <summary>Whether this claim is covered by a number of the source. A unit left out by either side is no contradiction.</summary>
    public bool AgreesWith(Quantity source)
    {
        if (Unit == "lit" || source.Unit == "lit")
        {
            return Text.Equals(source.Text, StringComparison.OrdinalIgnoreCase);
        }

        var tolerance = Approximate ? 0.05 : 1e-9;
        return (Unit == source.Unit || Unit.Length == 0 || source.Unit.Length == 0)
            && Math.Abs(Value - source.Value) <= tolerance * Math.Max(Math.Abs(Value), Math.Abs(source.Value));
    }
}

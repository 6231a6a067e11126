using AgentBus.Models.Extractive.Entities;

namespace AgentBus.Models.Extractive.Judging;

/// <summary>The sentences of a passage around the best match: what a claim may draw its numbers and names from.</summary>
internal sealed class Neighbourhood(IReadOnlyList<Unit> units)
{
    public IReadOnlyList<Unit> Units { get; } = units;

    public List<Quantity> Quantities { get; } = [.. units.SelectMany(u => u.Quantities)];

    public HashSet<string> Stems { get; } = units.SelectMany(u => u.Tokens).Select(t => t.Stem).ToHashSet(StringComparer.Ordinal);

    public string Text { get; } = string.Join('\n', units.Select(u => u.Text));
}

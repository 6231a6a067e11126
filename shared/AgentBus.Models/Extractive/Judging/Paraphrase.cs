namespace AgentBus.Models.Extractive.Judging;

/// <summary>Faults of a claim in its own words: its numbers and names must be in the passage, and what it denies must be denied there.</summary>
internal static class Paraphrase
{
    public static IEnumerable<Fault> Faults(Unit claim, Neighbourhood near, Neighbourhood passage)
    {
        foreach (var quantity in claim.Quantities.Where(q => !near.Quantities.Any(q.AgreesWith)))
        {
            yield return new Fault("number", $"{quantity.Text} is not in the passage.");
        }

        foreach (var name in Enumerable.Range(0, claim.Tokens.Count).Where(claim.IsName).Select(i => claim.Tokens[i]))
        {
            if (!passage.Stems.Contains(name.Stem) && !passage.Text.Contains(name.Norm, StringComparison.OrdinalIgnoreCase))
            {
                yield return new Fault("name", $"{name.Text} is not in the passage.");
            }
        }

        if ((Polarities.Added(claim, near.Units) ?? Polarities.Dropped(claim, near.Units) ?? Polarities.Opposite(claim, near)) is { } word)
        {
            yield return Polarities.Fault(word);
        }
    }
}

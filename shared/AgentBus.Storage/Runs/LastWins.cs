namespace AgentBus.Storage.Runs;

/// <summary>A set may write one key twice, such as a step that begins and ends in one decision: the last one counts.</summary>
internal static class LastWins
{
    public static IReadOnlyList<T> By<T>(IReadOnlyList<T> rows, Func<T, string> key)
    {
        if (rows.Count < 2)
            return rows;
        var last = new Dictionary<string, T>(rows.Count);
        foreach (var row in rows)
            last[key(row)] = row;
        return last.Count == rows.Count ? rows : [.. last.Values];
    }
}

namespace AgentBus.Chaos.Houses;

/// <summary>How a house is built.</summary>
internal sealed record HousePlan
{
    public int Orchestrators { get; init; } = 2;

    public int Agents { get; init; } = 2;

    /// <summary>Settings of every process, over those of the house; names without the <c>AGENTBUS_</c> prefix, with <c>__</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Settings of one start of one process, asked for at each start, such as where it shall crash.</summary>
    public Func<Resident, IReadOnlyDictionary<string, string>>? EachStart { get; init; }

    /// <summary>Makes an own broker and database; null = <see cref="Ground.OwnAsync"/>.</summary>
    public Func<Task<Ground>>? Ground { get; init; }
}

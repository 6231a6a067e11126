namespace AgentBus.Benchmarks;

/// <summary>Part <c>steps</c>: durable remote steps beside the floor.</summary>
internal sealed record StepFigures
{
    /// <summary>Medians of the rounds, 64 in flight.</summary>
    public required FloorFigures Floor { get; init; }

    /// <summary>By runs in flight.</summary>
    public required IReadOnlyList<LevelFigures> Levels { get; init; }

    /// <summary>Of one step with 64 in flight.</summary>
    public required CpuCost CpuPerStep { get; init; }

    public required CpuCost FloorCpuPerStep { get; init; }

    /// <summary>Processor time of a step of the floor over that of one of ours: the ratio that other work on the machine disturbs least.</summary>
    public double CpuRatio => Math.Round(FloorCpuPerStep.Total / CpuPerStep.Total, 3);

    /// <summary>Of one step with 64 in flight.</summary>
    public required StoreAndBrokerCost PerStep { get; init; }

    public required MemoryFigures Memory { get; init; }

    /// <summary>Milliseconds until ready.</summary>
    public required StartTimes Start { get; init; }

    /// <summary>Steps a second of each round: the floor's and ours.</summary>
    public required IReadOnlyList<double> FloorRounds { get; init; }

    public required IReadOnlyList<double> Rounds { get; init; }
}

/// <summary>Five-step runs with so many in flight.</summary>
/// <param name="InFlight">Runs.</param>
/// <param name="StepsPerSecond">From the first start to the last end.</param>
/// <param name="RunsPerSecond">The same.</param>
/// <param name="RunMilliseconds">From publishing the event that starts it to the commit that ends it.</param>
/// <param name="StepMilliseconds">From the commit that dispatches it to the commit of its result.</param>
/// <param name="FirstDispatchMilliseconds">From publishing the event to the first dispatch being in the agent's hands.</param>
/// <param name="Floor">The floor with as many; null = it was not measured beside this.</param>
internal sealed record LevelFigures(
    int InFlight, double StepsPerSecond, double RunsPerSecond, Percentiles? RunMilliseconds, Percentiles? StepMilliseconds, Percentiles? FirstDispatchMilliseconds,
    FloorFigures? Floor = null);

/// <summary>Of one step.</summary>
/// <param name="Transactions">Committed; each is one round trip of a service.</param>
/// <param name="Statements">Executed in them.</param>
/// <param name="WalBytes">Written ahead.</param>
/// <param name="StoredBytes">By which the database grew.</param>
/// <param name="Published">Messages to the broker.</param>
/// <param name="Delivered">Messages from the broker.</param>
internal sealed record StoreAndBrokerCost(double Transactions, double Statements, double WalBytes, double StoredBytes, double Published, double Delivered)
{
    public static StoreAndBrokerCost Of(DatabaseCounts store, BrokerCounts broker, int looks, int storeSteps, int brokerSteps) => new(
        Per(store.Transactions - looks, storeSteps), Per(store.Statements, storeSteps), Per(store.WalBytes, storeSteps), Per(store.StoredBytes, storeSteps),
        Per(broker.Published, brokerSteps), Per(broker.Delivered, brokerSteps));

    private static double Per(long count, int steps) => Math.Round((double)count / steps, 2);
}

/// <summary>Megabytes by process: ready, after the first round, after the last one.</summary>
internal sealed record MemoryFigures(
    IReadOnlyDictionary<string, double> Ready, IReadOnlyDictionary<string, double> AfterFirstRound, IReadOnlyDictionary<string, double> AfterLastRound)
{
    public static Dictionary<string, double> Of(IEnumerable<ProcessGroup> processes) => processes.ToDictionary(process => process.Name, process => process.Megabytes());

    /// <summary>What the services grew by from the first round to the last: the largest ratio.</summary>
    public double Growth => Math.Round(
        AfterLastRound.Where(process => process.Key is "orchestrator" or "agent").Max(process => process.Value / AfterFirstRound[process.Key]), 2);
}

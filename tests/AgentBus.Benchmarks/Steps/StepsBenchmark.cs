namespace AgentBus.Benchmarks;

/// <summary>
/// Durable remote steps: runs of five agent steps in sequence, 700 bytes each way, started by CloudEvents over AMQP. The floor takes turns with the rounds that
/// have 64 in flight, on the same servers.
/// </summary>
internal sealed class StepsBenchmark(FloorHouse floor, House house, BenchOptions options)
{
    private const int BesideFloor = 64;

    // So many that a level takes some ten seconds on two cores.
    private static readonly Dictionary<int, int> RunsOfLevel = new() { [1] = 120, [8] = 500, [64] = 1_600, [256] = 1_600 };

    public async Task<StepFigures> RunAsync()
    {
        var ready = MemoryFigures.Of(house.Processes);
        await WarmUpAsync();
        var rounds = await AlternateAsync();
        var middle = Median(rounds.Floor);
        var levels = new List<LevelFigures> { LevelFigures(BesideFloor, rounds.Ours) with { Floor = middle } };
        foreach (var inFlight in options.InFlight.Where(level => level != BesideFloor))
        {
            var beside = await floor.RunAsync(RunsOf(inFlight), inFlight);
            levels.Add(LevelFigures(inFlight, [await OursAsync(inFlight)]) with { Floor = beside });
        }

        return new StepFigures
        {
            Floor = middle,
            Levels = [.. levels.OrderBy(level => level.InFlight)],
            CpuPerStep = CpuCost.Median(rounds.OurCpu),
            FloorCpuPerStep = CpuCost.Median(rounds.FloorCpu),
            PerStep = rounds.PerStep,
            Memory = new MemoryFigures(ready, rounds.FirstMemory, MemoryFigures.Of(house.Processes)),
            Start = house.StartTimes,
            FloorRounds = [.. rounds.Floor.Select(round => Math.Round(round.StepsPerSecond))],
            Rounds = [.. rounds.Ours.Select(round => Math.Round(round.StepsPerSecond))],
        };
    }

    private async Task WarmUpAsync()
    {
        await floor.RunAsync(options.Scaled(400), BesideFloor);
        await ClosedLoop.RunAsync(house.Door(Workflows.Five), options.Scaled(800), BesideFloor);
        await house.FirstDispatchesAsync();
    }

    private async Task<Rounds> AlternateAsync()
    {
        var rounds = new Rounds();
        var runs = RunsOf(BesideFloor);
        var steps = runs * Workflows.StepsOfFive;
        var looks = 0;
        for (var round = 0; round < options.Rounds; round++)
        {
            var floorCpu = new CostMeter([house.Servers.Broker, house.Servers.Database, floor.Orchestrator, floor.Agent]);
            rounds.Floor.Add(await floor.RunAsync(runs, BesideFloor));
            rounds.FloorCpu.Add(floorCpu.Stop(steps));

            var published = round == 0 ? await BrokerMeter.ReadAsync(house.Servers.Node) : null;
            var store = await DatabaseMeter.ReadAsync(house.Store);
            var cpu = new CostMeter(house.Processes);
            var ours = await OursAsync(BesideFloor);
            rounds.OurCpu.Add(cpu.Stop(steps));
            rounds.Ours.Add(ours);
            rounds.Store += await DatabaseMeter.ReadAsync(house.Store) - store;
            looks += ours.Looks;
            if (published is not null)
            {
                rounds.Broker = await BrokerMeter.ReadAsync(house.Servers.Node) - published;
                rounds.FirstMemory = MemoryFigures.Of(house.Processes);
            }

            Progress.Say($"round {round + 1}: floor {rounds.Floor[^1].StepsPerSecond:N0} steps/s, ours {ours.StepsPerSecond:N0}; processor time of a step {rounds.FloorCpu[^1].Total:N0} and {rounds.OurCpu[^1].Total:N0} µs");
        }

        rounds.PerStep = StoreAndBrokerCost.Of(rounds.Store, rounds.Broker, looks, steps * options.Rounds, steps);
        return rounds;
    }

    private async Task<Round> OursAsync(int inFlight)
    {
        var door = house.Door(Workflows.Five);
        var driven = await ClosedLoop.RunAsync(door, RunsOf(inFlight), inFlight);
        var ids = await new StartedRuns(house.Store).IdsAsync(driven.Runs);
        var sentAt = driven.Runs.ToDictionary(run => ids[run], run => door.SentAt[run]);
        var commits = await CommitTimes.ReadAsync(house.Store, [.. sentAt.Keys]);
        return new Round(
            driven.Runs.Count / driven.Seconds,
            [.. commits.Select(run => (run.Last() - sentAt[run.Key]) / 1000.0)],
            [.. commits.SelectMany(run => run.TakeLast(Workflows.StepsOfFive + 1).Zip(run.TakeLast(Workflows.StepsOfFive), (from, to) => (to - from) / 1000.0))],
            await house.FirstDispatchesAsync(), driven.Looks);
    }

    private int RunsOf(int inFlight) => options.Scaled(RunsOfLevel.GetValueOrDefault(inFlight, 800));

    private static LevelFigures LevelFigures(int inFlight, IReadOnlyList<Round> rounds) => new(
        inFlight,
        Math.Round(Measured.Median(rounds.Select(round => round.StepsPerSecond)), 1),
        Math.Round(Measured.Median(rounds.Select(round => round.RunsPerSecond)), 1),
        Percentiles.Of([.. rounds.SelectMany(round => round.RunMilliseconds)]),
        Percentiles.Of([.. rounds.SelectMany(round => round.StepMilliseconds)]),
        Percentiles.Of([.. rounds.SelectMany(round => round.FirstDispatchMilliseconds)]));

    private static FloorFigures Median(IReadOnlyList<FloorFigures> rounds)
    {
        var middle = rounds.OrderBy(round => round.StepsPerSecond).ElementAt(rounds.Count / 2);
        return middle with { StepsPerSecond = Math.Round(middle.StepsPerSecond, 1), RunsPerSecond = Math.Round(middle.RunsPerSecond, 1) };
    }

    private sealed class Rounds
    {
        public List<FloorFigures> Floor { get; } = [];

        public List<CpuCost> FloorCpu { get; } = [];

        public List<Round> Ours { get; } = [];

        public List<CpuCost> OurCpu { get; } = [];

        public DatabaseCounts Store { get; set; } = new(0, 0, 0, 0);

        public BrokerCounts Broker { get; set; } = new(0, 0);

        public IReadOnlyDictionary<string, double> FirstMemory { get; set; } = new Dictionary<string, double>();

        public StoreAndBrokerCost PerStep { get; set; } = null!;
    }

    private sealed record Round(double RunsPerSecond, double[] RunMilliseconds, double[] StepMilliseconds, double[] FirstDispatchMilliseconds, int Looks)
    {
        public double StepsPerSecond => RunsPerSecond * Workflows.StepsOfFive;
    }
}

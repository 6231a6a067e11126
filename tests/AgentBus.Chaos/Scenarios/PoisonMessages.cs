using System.Diagnostics;
using System.Text.Json.Nodes;
using AgentBus.Chaos.Agents;
using AgentBus.Chaos.Houses;
using AgentBus.Chaos.Inspection;
using AgentBus.Chaos.Load;
using AgentBus.Chaos.Poisoning;
using AgentBus.Chaos.Running;
using RabbitMQ.Client;

namespace AgentBus.Chaos.Scenarios;

/// <summary>
/// Messages that cannot be read or handled at every queue that is consumed, and steps that kill their worker, throw a text of 200 KB or answer 5 MB, while
/// good runs go on and processes die in the middle of moving an error. Every poison is found once, nothing loops, and no process ends by itself.
/// </summary>
internal sealed class PoisonMessages : IScenario
{
    private const int WholeRuns = 400;
    private const int WholeRounds = 4;
    private const int WholeKillers = 3;
    private const string CrashWhileMoving = "mid-error-move:0.1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    public string Name => "poison";

    public async Task<Outcome> RunAsync(ScenarioContext context, CancellationToken cancellationToken)
    {
        var (dice, armed) = (context.Dice("kills"), false);
        await using var house = await context.OpenHouseAsync(
            new HousePlan { EachStart = _ => Volatile.Read(ref armed) ? Armed(dice) : new Dictionary<string, string>() }, cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var load = new LoadDriver(house, house.Ledger);
        var deciding = load.DecideAsync(over.Token);
        var starting = load.StartAsync(context.Deal(LoadMix.Standard, context.Scaled(WholeRuns, 40)), 64, null, cancellationToken);
        Volatile.Write(ref armed, true);
        await KillAllAsync(house);
        var sent = await PoisonAsync(context, house, cancellationToken);
        Volatile.Write(ref armed, false);
        await KillAllAsync(house);

        var killers = await MischiefAsync(context, house, load, cancellationToken);
        await starting;
        var verdict = await context.InspectAsync(house, Patience, cancellationToken);
        await over.CancelAsync();
        await Task.WhenAny(deciding);
        await JudgeAsync(house, killers, verdict, cancellationToken);
        return Outcome.Of(house, verdict, new Dictionary<string, double> { ["poisoned"] = sent, ["killers"] = killers.Count });
    }

    private static Dictionary<string, string> Armed(Random dice)
    {
        lock (dice)
        {
            return new Dictionary<string, string> { ["CRASH_POINT"] = $"{CrashWhileMoving}:{dice.Next(1_000_000)}" };
        }
    }

    private static async Task<int> PoisonAsync(ScenarioContext context, House house, CancellationToken cancellationToken)
    {
        await using var connection = await house.Bus.ConnectAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), cancellationToken);
        var poisoner = new Poisoner(house.Ledger, channel, context.Dice("poison"));
        for (var round = 0; round < context.Scaled(WholeRounds); round++)
        {
            foreach (var (queue, type) in Poison.Targets(Hand.Name, "1.0.0"))
            {
                foreach (var poison in Poison.Of(type).Where(poison => round == 0 || !poison.IsLarge))
                {
                    await poisoner.SendAsync(queue, poison, cancellationToken);
                }
            }

            context.Say($"{poisoner.Sent} poisoned messages, {house.Kills} kills, {house.Ledger.Runs.Count} runs started");
        }

        // The crash point is armed until all were moved; copies and letters on their way may still come.
        for (var since = Stopwatch.StartNew(); since.Elapsed < Patience;)
        {
            if (await house.Store.CountAsync("select count(*) from dead_letters", cancellationToken) >= poisoner.Sent)
            {
                break;
            }

            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }

        context.Say($"{house.Kills} kills; {await house.Store.CountAsync("select count(*) from dead_letters", cancellationToken)} dead letters");
        return poisoner.Sent;
    }

    /// <summary>Starts the runs whose steps misbehave; returns those that kill their workers.</summary>
    private static async Task<IReadOnlyList<Guid>> MischiefAsync(ScenarioContext context, House house, LoadDriver load, CancellationToken cancellationToken)
    {
        await house.ReadyAsync(cancellationToken);
        await load.StartAsync(Case("throws", Mischief.Throw, 200_000), cancellationToken);
        await load.StartAsync(Case("answers", Mischief.Answer, 5_000_000), cancellationToken);
        var killers = new List<Guid>();
        for (var number = 0; number < context.Scaled(WholeKillers); number++)
        {
            killers.Add(await load.StartAsync(Case($"kills-{number}", Mischief.Die, 0), cancellationToken));
        }

        context.Say($"{killers.Count} runs kill their workers");
        return killers;
    }

    private static LoadCase Case(string name, Mischief mischief, int bytes) => new(
        name, "mischief", new JsonObject { ["case"] = name, ["mischief"] = mischief.ToString(), ["bytes"] = bytes }, "Completed", ["survived", "last"]);

    private static async Task JudgeAsync(House house, IReadOnlyList<Guid> killers, Verdict verdict, CancellationToken cancellationToken)
    {
        foreach (var run in killers)
        {
            var letters = await house.Store.CountAsync(
                $"select count(*) from dead_letters where run = '{run}' and type = 'DispatchAttempt' and reason = 'delivery_limit'", cancellationToken);
            if (letters != 1)
            {
                verdict.AddDeadLetterMissing($"the step of run {run} that kills its worker is among the dead letters {letters} times");
            }
        }

        foreach (var words in house.Residents.SelectMany(resident => resident.LastWords))
        {
            verdict.AddLeftover($"a process ended by itself: {words}");
        }
    }

    private static Task KillAllAsync(House house) => Task.WhenAll(house.Orchestrators.Concat(house.Agents).Select(resident => resident.KillAsync()));
}

using AgentBus.Chaos.Agents;
using AgentBus.Chaos.Houses;
using AgentBus.Chaos.Load;
using AgentBus.Chaos.Running;
using AgentBus.Chaos.Shuffling;
using AgentBus.Contracts;

namespace AgentBus.Chaos.Scenarios;

/// <summary>
/// Every message comes one to three times and out of order, also seconds after it was dealt with; results come after their time is over; timers that
/// fired or were cancelled fire again; leases are said to have run out while their attempts go on; commands of operators and events come again.
/// </summary>
internal sealed class Disordered : IScenario
{
    private const int WholeRuns = 700;
    private const int WholeOvertaken = 20;
    private const int WholeEvents = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    public string Name => "disorder";

    public async Task<Outcome> RunAsync(ScenarioContext context, CancellationToken cancellationToken)
    {
        await using var house = await context.OpenHouseAsync(new HousePlan(), cancellationToken);
        var disorder = new Disorder(context.Dice("disorder"));
        await using var shuffler = await Shuffler.OpenAsync(await house.Bus.ConnectAsync(cancellationToken), disorder, cancellationToken);
        foreach (var queue in Interposed())
        {
            await shuffler.InterposeAsync(queue, cancellationToken);
        }

        var stale = new StaleMessages(house, shuffler, disorder);
        var (operators, storm) = (new Operators(house), new EventStorm(house));
        var (cases, events) = (Deal(context), EventStorm.Deal(context.Scaled(WholeEvents, 5)));
        var load = new LoadDriver(house, house.Ledger);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var quiet = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var deciding = load.DecideAsync(over.Token);
        var aside = Task.WhenAll(stale.SendAsync(quiet.Token), operators.PauseAsync(cases, quiet.Token));
        await Task.WhenAll(load.StartAsync(cases, 250, null, cancellationToken), storm.PublishAsync(events, cancellationToken));
        await AllOverAsync(house, cases.Count, cancellationToken);
        await quiet.CancelAsync();
        await EndedAsync(aside, quiet.Token);
        context.Say($"all runs are over; {shuffler.Taken} messages were passed on {shuffler.Passed} times");
        await shuffler.StepAsideAsync(cancellationToken);
        var wrong = await storm.FindAsync(events, cancellationToken);
        var verdict = await context.InspectAsync(house, Patience, cancellationToken);
        await over.CancelAsync();
        await Task.WhenAny(deciding);
        foreach (var words in wrong)
        {
            verdict.AddDoubled(words);
        }

        return Outcome.Of(house, verdict, new Dictionary<string, double>
        {
            ["messages"] = shuffler.Taken,
            ["passedOn"] = shuffler.Passed,
            ["staleTimers"] = stale.Timers,
            ["falseLeaseExpiries"] = stale.Leases,
            ["repeatedLongAfter"] = stale.Repeated,
            ["pausedAndResumed"] = operators.Paused,
            ["superseded"] = await house.Store.CountAsync("select count(*) from history where type = 'attempt.superseded'", cancellationToken),
            ["eventsPublished"] = events.Count * 5,
        });
    }

    private static async Task EndedAsync(Task aside, CancellationToken asked)
    {
        try
        {
            await aside;
        }
        catch (OperationCanceledException) when (asked.IsCancellationRequested)
        {
            // It goes on until then.
        }
    }

    private static IEnumerable<string> Interposed() =>
        new[] { Queues.Agent(Hand.Name), Queues.Agent(Hand.Name, "1.0.0") }
            .SelectMany(queue => new[] { queue, Queues.Lane(queue, Priorities.High), Queues.Lane(queue, Priorities.Low) })
            .Append(Queues.Orchestrator).Append(Queues.Registry).Append(Queues.Triggers);

    private static List<LoadCase> Deal(ScenarioContext context)
    {
        var cases = context.Deal(LoadMix.Standard, context.Scaled(WholeRuns, 40)).ToList();
        for (var n = 0; n < context.Scaled(WholeOvertaken, 3); n++)
        {
            var name = $"c-overtaken-{n}";
            cases.Insert(n * cases.Count / WholeOvertaken, new LoadCase(name, "overtaken", new() { ["case"] = name }, "Completed", ["instead", "after"]));
        }

        return cases;
    }

    // Or none ended for as long as they may take; then the inspection says which are stuck.
    private static async Task AllOverAsync(House house, int runs, CancellationToken cancellationToken)
    {
        var (seen, quiet) = (-1, TimeSpan.Zero);
        while (seen < runs && quiet < Patience)
        {
            var over = await house.Store.TryCountEndedAsync(cancellationToken) ?? seen;
            quiet = over == seen ? quiet + Look : TimeSpan.Zero;
            seen = over;
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }
}

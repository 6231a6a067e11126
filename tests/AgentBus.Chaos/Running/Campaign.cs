using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using AgentBus.Chaos.Control;
using AgentBus.Chaos.Inspection;
using AgentBus.Chaos.Scenarios;

namespace AgentBus.Chaos.Running;

/// <summary>Runs scenarios, some at a time since most of them mostly wait, and reports them in their order.</summary>
internal static class Campaign
{
    private static readonly IScenario Control = new ControlGroup();

    private const string Usage =
        "AgentBus.Chaos [--scenario name[,name]] [--seed n] [--scale x] [--at-once n]: plays the scenarios (default all, seed 1, scale 1, two at once) and writes artifacts/chaos.json.";

    public static async Task<int> RunAsync(string[] args)
    {
        if (!TryRead(args, out var names, out var seed, out var scale, out var atOnce))
        {
            Console.Error.WriteLine($"{Usage} Scenarios: {string.Join(", ", Names)}.");
            return 2;
        }

        // Told to stop, the processes of the house are ended too.
        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Cancel(signal, stop));
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Cancel(signal, stop));
        using var report = new Report(Control.Name);
        await Parallel.ForEachAsync(
            AllScenarios.List.Append(Control).Where(scenario => names.Count == 0 || names.Contains(scenario.Name)).Index(),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = stop.Token },
            async (scenario, cancellationToken) => await report.AddAsync(scenario.Index, await PlayAsync(scenario.Item, seed, scale, cancellationToken)));
        report.Print();
        return report.IsGood ? 0 : 1;
    }

    private static IEnumerable<string> Names => AllScenarios.List.Select(scenario => scenario.Name).Append(Control.Name);

    /// <summary>Plays one scenario.</summary>
    public static async Task<ReportLine> PlayAsync(IScenario scenario, int seed, double scale, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var context = new ScenarioContext(scenario.Name, seed, scale);
        context.Say(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, scale {scale}"));
        var outcome = await OutcomeAsync(scenario, context, cancellationToken);
        return new ReportLine(scenario.Name, seed, scale, outcome, clock.Elapsed.TotalSeconds);
    }

    // A scenario that breaks is a finding; the others are played all the same.
    private static async Task<Outcome> OutcomeAsync(IScenario scenario, ScenarioContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await scenario.RunAsync(context, cancellationToken);
        }
        catch (Exception e)
        {
            var verdict = new Verdict();
            verdict.AddLeftover($"the scenario broke: {e}");
            return new Outcome(0, 0, verdict, new Dictionary<string, double>());
        }
    }

    private static void Cancel(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }

    private static bool TryRead(string[] args, out HashSet<string> names, out int seed, out double scale, out int atOnce)
    {
        (names, seed, scale, atOnce) = ([], 1, 1, 2);
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            var good = args[i] switch
            {
                "--scenario" => (names = [.. args[i + 1].Split(',', StringSplitOptions.RemoveEmptyEntries)]).All(name => Names.Contains(name)),
                "--seed" => int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out seed),
                "--scale" => double.TryParse(args[i + 1], CultureInfo.InvariantCulture, out scale) && scale is > 0 and <= 10,
                "--at-once" => int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out atOnce) && atOnce is > 0 and <= 10,
                _ => false,
            };
            if (!good)
            {
                return false;
            }
        }

        return args.Length % 2 == 0;
    }
}

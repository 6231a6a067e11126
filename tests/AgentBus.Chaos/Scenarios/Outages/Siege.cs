using System.Diagnostics;
using System.Globalization;
using AgentBus.Chaos.Houses;
using AgentBus.Chaos.Inspection;
using AgentBus.Chaos.Load;
using AgentBus.Chaos.Running;

namespace AgentBus.Chaos.Scenarios.Outages;

/// <summary>
/// Plays faults one after the other under a house that works. Some runs are started right before each, so that all kinds are in flight
/// when it comes; the next one comes when runs end again. The processes of the house must live through all of it.
/// </summary>
internal sealed class Siege(ScenarioContext context, House house)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, double> _details = [];
    private volatile int _begun;

    public async Task<Outcome> PlayAsync(IReadOnlyList<Fault> faults, int runs, CancellationToken cancellationToken)
    {
        var cases = context.Deal(LoadMix.Standard, runs);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var load = new LoadDriver(house, house.Ledger);
        var starting = load.StartAsync(cases, cases.Count, () => cases.Count * _begun / faults.Count, cancellationToken);
        var deciding = load.DecideAsync(over.Token);
        foreach (var fault in faults)
        {
            await PlayAsync(fault, cancellationToken);
        }

        await starting;
        var verdict = await context.InspectAsync(house, Patience, cancellationToken);
        await over.CancelAsync();
        await Task.WhenAny(deciding);
        Deaths(verdict);
        return Outcome.Of(house, verdict, _details, faults.Count);
    }

    private async Task PlayAsync(Fault fault, CancellationToken cancellationToken)
    {
        _begun++;
        await Task.Delay(Lead, TimeProvider.System, cancellationToken);
        context.Say(fault.Name);
        await fault.BreakAsync();
        await Task.Delay(fault.Lasts, TimeProvider.System, cancellationToken);
        await fault.MendAsync();
        var recovery = await RecoveryAsync(cancellationToken);
        context.Say(string.Create(CultureInfo.InvariantCulture, $"over; runs end again after {recovery.TotalSeconds:0.0} s"));
        _details["longestRecoverySeconds"] = Math.Max(_details.GetValueOrDefault("longestRecoverySeconds"), recovery.TotalSeconds);
    }

    // Until a run ends, or none is open. What does not recover is found by the inspection.
    private async Task<TimeSpan> RecoveryAsync(CancellationToken cancellationToken)
    {
        var since = Stopwatch.StartNew();
        var atFirst = await house.Store.TryCountEndedAsync(cancellationToken);
        while (since.Elapsed < Patience)
        {
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
            var now = await house.Store.TryCountEndedAsync(cancellationToken);
            atFirst ??= now;
            if (now > atFirst || now >= house.Ledger.Cases.Count)
            {
                break;
            }
        }

        return since.Elapsed;
    }

    private void Deaths(Verdict verdict)
    {
        foreach (var death in house.Residents.SelectMany(resident => resident.Deaths))
        {
            verdict.AddLeftover($"{death.Resident.Name} ended with {death.ExitCode} instead of waiting for what it stands on");
        }
    }
}

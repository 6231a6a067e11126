using AgentBus.Chaos.Agents;
using AgentBus.Chaos.Houses;
using AgentBus.Chaos.Running;
using AgentBus.Contracts;

namespace AgentBus.Chaos.Scenarios;

/// <summary>Kills from outside whoever found no occasion to crash at its point, and spoils messages, so that there are errors to be moved.</summary>
internal sealed class Reaper(ScenarioContext context, House house, CrashPlan plan)
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);
    private readonly Random _dice = context.Dice("kills");

    /// <summary>Completes when so many processes were killed, at crash points or from outside.</summary>
    public async Task KillAsync(int kills, CancellationToken cancellationToken)
    {
        for (var told = house.Kills / 20; house.Kills < kills;)
        {
            await SpoilAsync(cancellationToken);
            foreach (var resident in house.Residents.Where(resident => resident.Served > LongestLife && (resident.Role != Role.Gateway || _dice.Next(40) == 0)))
            {
                await resident.KillAsync();
            }

            if (house.Kills / 20 > told)
            {
                told = house.Kills / 20;
                context.Say($"{house.Kills} kills, {house.Ledger.Runs.Count} runs started, {await house.Store.TryCountEndedAsync(cancellationToken)} over; {plan}");
            }

            await Task.Delay(Beat, TimeProvider.System, cancellationToken);
        }
    }

    // A message that no consumer of the queue can read.
    private async Task SpoilAsync(CancellationToken cancellationToken)
    {
        var (queue, type) = _dice.Next(2) == 0 ? (Queues.Orchestrator, nameof(AttemptFinished)) : (Queues.Agent(Hand.Name), nameof(DispatchAttempt));
        var id = Guid.NewGuid().ToString();
        house.Ledger.Poisoned(id, queue);
        await house.Bus.PublishAsync(queue, type, id, "{ \"run\": "u8.ToArray(), cancellationToken);
    }
}

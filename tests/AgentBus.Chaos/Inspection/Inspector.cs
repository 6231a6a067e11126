using AgentBus.Chaos.Houses;
using AgentBus.Chaos.Load;

namespace AgentBus.Chaos.Inspection;

/// <summary>Holds a quiet house against its ledger: nothing lost, nothing twice, nothing stuck, nothing left over.</summary>
internal sealed class Inspector(House house)
{
    private readonly Verdict _verdict = new();

    /// <summary>Waits for quiescence and looks at everything.</summary>
    /// <param name="house">The house; its faults are over.</param>
    /// <param name="patience">After so long without any progress a run counts as stuck.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Verdict> InspectAsync(House house, TimeSpan patience, CancellationToken cancellationToken)
    {
        await house.ReadyAsync(cancellationToken);
        await Quiescence.AwaitAsync(house, patience, cancellationToken);
        var inspector = new Inspector(house);
        await inspector.RunsAsync(cancellationToken);
        EffectCheck.Check(house.Ledger, house.World.Effects, inspector._verdict);
        await inspector.LeftoversAsync(cancellationToken);
        await inspector.FailedMessagesAsync(cancellationToken);
        await new MoneyCheck(house, inspector._verdict).CheckAsync(cancellationToken);
        return inspector._verdict;
    }

    private async Task RunsAsync(CancellationToken cancellationToken)
    {
        var runs = (await house.Store.ListAsync(
                "select id, coalesce(request_key, ''), status, coalesce(error, '') from runs",
                row => (Id: row.GetGuid(0), Case: row.GetString(1), State: row.GetString(2), Error: row.GetString(3)), cancellationToken))
            .ToDictionary(run => run.Id);
        foreach (var one in house.Ledger.Cases)
        {
            if (!house.Ledger.Runs.TryGetValue(one.Name, out var id))
            {
                continue;
            }

            if (!runs.TryGetValue(id, out var run))
            {
                _verdict.AddLost($"{one.Name}: its start was answered with run {id}, which is not in the store");
            }
            else if (IsOver(run.State) && run.State != one.State)
            {
                _verdict.AddLost($"{one.Name}: run {id} is {run.State} and should be {one.State}: {run.Error}");
            }
        }

        foreach (var run in runs.Values.Where(run => !IsOver(run.State)))
        {
            _verdict.AddStuck($"run {run.Id} ({run.Case}) is {run.State}: {await LastEntriesAsync(run.Id, cancellationToken)}");
        }
    }

    private async Task LeftoversAsync(CancellationToken cancellationToken)
    {
        foreach (var row in await house.Store.ListAsync(
            "select type || ' ' || coalesce(timer, message_id::text) || ' of run ' || coalesce(run::text, '-') || ', due ' || due::text from outbox where parked_at is null",
            row => row.GetString(0), cancellationToken))
        {
            _verdict.AddLeftover($"left in the outbox: {row}");
        }

        foreach (var lease in await house.Store.ListAsync("select step || ' of run ' || run::text from leases", row => row.GetString(0), cancellationToken))
        {
            _verdict.AddLeftover($"left among the leases: {lease}");
        }

        foreach (var (queue, messages) in await house.Bus.QueuesAsync())
        {
            if (messages > 0 && Quiescence.MustBeEmpty(queue))
            {
                _verdict.AddLeftover($"left in queue {queue}: {messages} messages");
            }
        }
    }

    private async Task FailedMessagesAsync(CancellationToken cancellationToken)
    {
        _verdict.GivenUp = await FailedMessages.GivenUpAsync(house, cancellationToken);
        var failed = await FailedMessages.FindAsync(house, cancellationToken);
        foreach (var (id, queue) in house.Ledger.Poison)
        {
            if (failed[id].Count() != 1)
            {
                _verdict.AddDeadLetterMissing($"spoilt message {id} for {queue} was found {failed[id].Count()} times: {string.Join(", ", failed[id])}");
            }
        }

        foreach (var other in failed.Where(group => !house.Ledger.Poison.ContainsKey(group.Key)))
        {
            _verdict.AddLeftover($"message {other.Key} failed: found in {string.Join(", ", other)}");
        }
    }

    private async Task<string> LastEntriesAsync(Guid run, CancellationToken cancellationToken) => string.Join("; ", await house.Store.ListAsync(
        $"select to_char(at, 'HH24:MI:SS') || ' ' || type || ' ' || coalesce(step, '') from history where run = '{run}' order by number desc limit 5",
        row => row.GetString(0), cancellationToken));

    private static bool IsOver(string state) => state is "Completed" or "Faulted" or "Cancelled";
}

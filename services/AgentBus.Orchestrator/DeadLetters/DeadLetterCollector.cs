using AgentBus.Contracts;
using AgentBus.Orchestrator.Relay;
using AgentBus.Storage.DeadLetters;
using Microsoft.Extensions.Logging;

namespace AgentBus.Orchestrator.DeadLetters;

/// <summary>
/// Keeps dead letters in the store, each once, and tells the run of a lost attempt in the same commit. A crash before the commit leaves the letter in
/// its queue; after it, the letter comes again and changes nothing.
/// What a run waits for and the broker gave up is sent again by itself at most <see cref="OwnReplays"/> times: it may only have lain beside the message
/// that killed its consumer, and the run would wait for ever. After that it stays open for a person.
/// </summary>
internal sealed class DeadLetterCollector(IDeadLetterStore store, OutboxRelay relay, TimeProvider clock, ILogger<DeadLetterCollector> logger)
{
    public const int OwnReplays = 3;

    private const string GivenUpByBroker = "delivery_limit";
    private const string By = "orchestrator";

    public async Task CollectAsync(DeadLetterRow letter, CancellationToken cancellationToken)
    {
        var lost = LostAttempt.Of(letter);
        if (await store.AddAsync(letter, lost is null ? [] : [LostAttempt.Message(lost, letter, clock.GetUtcNow())], cancellationToken))
        {
            Log.DeadLetterCollected(logger, letter.Id, letter.Type, letter.MessageId, letter.Queue, letter.Reason, letter.Error);
        }

        await ReplayAsync(letter, cancellationToken);

        // From here on this row is the record of the message, and no longer the one in the outbox.
        relay.Consumed(Guid.TryParse(letter.MessageId, out var id) ? id : null);
    }

    // A crash before this leaves the letter in its queue, and it comes again. A letter that was replayed already is not open and stays as it is.
    private async Task ReplayAsync(DeadLetterRow letter, CancellationToken cancellationToken)
    {
        if (!letter.HoldsRun || letter.Reason != GivenUpByBroker || letter.Queue != Queues.Orchestrator || letter.Replays >= OwnReplays)
        {
            return;
        }

        var act = new DeadLetterAct(By, "Its run waits for it, and what was delivered beside a message that killed its consumer is given up with it.", clock.GetUtcNow());
        if (await store.ReplayAsync(new DeadLetterScope(letter.Tenant, Unknown: false), letter.Id, act, null, cancellationToken) == ReplayOutcome.Replayed)
        {
            Log.DeadLetterReplayed(logger, letter.Id, letter.Type, letter.Run);
        }
    }
}

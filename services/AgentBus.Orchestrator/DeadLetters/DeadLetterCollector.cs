using AgentBus.Orchestrator.Relay;
using AgentBus.Storage.DeadLetters;
using Microsoft.Extensions.Logging;

namespace AgentBus.Orchestrator.DeadLetters;

/// <summary>
/// Keeps dead letters in the store, each once, and tells the run of a lost attempt in the same commit. A crash before the commit leaves the letter in
/// its queue; after it, the letter comes again and changes nothing.
/// </summary>
internal sealed class DeadLetterCollector(IDeadLetterStore store, OutboxRelay relay, TimeProvider clock, ILogger<DeadLetterCollector> logger)
{
    public async Task CollectAsync(DeadLetterRow letter, CancellationToken cancellationToken)
    {
        var lost = LostAttempt.Of(letter);
        if (await store.AddAsync(letter, lost is null ? [] : [LostAttempt.Message(lost, letter, clock.GetUtcNow())], cancellationToken))
        {
            Log.DeadLetterCollected(logger, letter.Id, letter.Type, letter.MessageId, letter.Queue, letter.Reason, letter.Error);
        }

        // From here on this row is the record of the message, and no longer the one in the outbox.
        relay.Consumed(Guid.TryParse(letter.MessageId, out var id) ? id : null);
    }
}

using AgentBus.Storage.Outbox;

namespace AgentBus.Orchestrator.Relay;

/// <summary>Messages to publish one after another, each when the one before is confirmed; mostly a single one.</summary>
/// <param name="Messages">Of one run to one exchange when they are several.</param>
/// <param name="Taken">When this process took their rows, as a timestamp of the clock.</param>
/// <param name="Hold">For how long no other relay takes them.</param>
/// <param name="IsClaimed">Claimed from the store, rather than committed by this process a moment ago.</param>
internal sealed record Parcel(IReadOnlyList<ClaimedMessage> Messages, long Taken, TimeSpan Hold, bool IsClaimed)
{
    /// <summary>Place in the order of hand-over.</summary>
    public long Number { get; set; }

    /// <summary>How many of the messages are confirmed.</summary>
    public int Confirmed { get; set; }

    public bool IsDone => Confirmed == Messages.Count;

    public ClaimedMessage Next => Messages[Confirmed];

    public IEnumerable<ClaimedMessage> Left => Messages.Skip(Confirmed);

    /// <summary>Size of the bodies.</summary>
    public long Bytes
    {
        get
        {
            var bytes = 0L;
            for (var i = 0; i < Messages.Count; i++)
            {
                bytes += Messages[i].Row.Body.Length;
            }

            return bytes;
        }
    }

    /// <summary>Parcels of claimed messages. Those that must keep their order share one; a claim names them in that order.</summary>
    public static IEnumerable<Parcel> Of(IReadOnlyList<ClaimedMessage> claimed, long taken, TimeSpan hold) =>
        claimed.GroupBy(message => (message.Run, message.Row.Exchange, Alone: message.Row.IsOrdered ? default : message.Row.MessageId))
            .Select(group => new Parcel([.. group], taken, hold, IsClaimed: true));
}

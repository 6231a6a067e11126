namespace AgentBus.Storage.Postgres;

/// <summary>Payload of a notification: the process that sent it, then the ids of what changed.</summary>
internal sealed class PostgresPayload
{
    /// <summary>A process does not listen to itself: it signalled its own waiters already.</summary>
    private readonly string _self = Guid.NewGuid().ToString("N");

    public string Write(IEnumerable<Guid> ids) => string.Join(' ', ids.Select(id => id.ToString("N")).Prepend(_self));

    public IEnumerable<Guid> Read(string payload)
    {
        var words = payload.Split(' ');
        return words[0] == _self ? [] : words.Skip(1).Select(word => Guid.TryParse(word, out var id) ? id : Guid.Empty);
    }
}

using System.Data.Common;
using System.Globalization;
using AgentBus.Contracts;
using AgentBus.Storage.Data;
using AgentBus.Storage.Runs;

namespace AgentBus.Storage.DeadLetters;

/// <summary>A letter that is being replayed, for the n-th time.</summary>
internal sealed record Replay(
    string Tenant, string Queue, string MessageId, string? Type, Guid? Run, string? ContentType, IReadOnlyDictionary<string, string> Headers, byte[] Body,
    long BodyBytes, int Number)
{
    private const string Unknown = "unknown";

    public bool IsWhole => Body.Length == BodyBytes;

    public static Replay Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.Text(3), row.IsDBNull(4) ? null : row.GetGuid(4), row.Text(5),
        Values.Headers(row.GetString(6)), row.Bytes(7), row.GetInt64(8), row.GetInt32(9));

    /// <summary>The message as it was, with two headers by which its next failure is known as that of this letter.</summary>
    public OutboxRow Message(Guid letter, Guid? newMessageId, DateTimeOffset due)
    {
        var number = Number.ToString(CultureInfo.InvariantCulture);
        var id = newMessageId ?? (Guid.TryParse(MessageId, out var own) ? own : NaturalId.Of(letter.ToString(), "replay", number));
        var headers = new Dictionary<string, string>(Headers)
        {
            [WireHeaders.ReplayOf] = letter.ToString(),
            [WireHeaders.Replay] = number,
        };
        return new OutboxRow(id, Queue, "", Type ?? Unknown, ContentType ?? "application/octet-stream", Body, due, Headers: headers);
    }
}

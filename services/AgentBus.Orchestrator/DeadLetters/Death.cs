using System.Globalization;
using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Hosting.Bus.DeadLetters;

namespace AgentBus.Orchestrator.DeadLetters;

/// <summary>Where, when and why a message was given up.</summary>
/// <param name="IsByService">Whether a service moved it, which keeps the id and the content type of its sender in headers.</param>
internal sealed record Death(
    string Queue, string Reason, DateTimeOffset At, string? MessageId, string? ContentType, bool IsByService, int Deliveries, string? Exception, string? Message,
    string? Stack)
{
    private const string Deaths = "x-death";
    private const string DeliveryCount = "x-delivery-count";
    private const string MessageIdProperty = "MessageId";

    public static Death Of(IReadOnlyDictionary<string, string> headers, DateTimeOffset now)
    {
        var messageId = headers.GetValueOrDefault(MessageIdProperty);
        if (headers.TryGetValue(Deaths, out var deaths) && ByBroker(deaths, messageId, headers, now) is { } broker)
        {
            return broker;
        }

        if (DeadLetterReader.Clean(headers.GetValueOrDefault(DeadLetterHeaders.Queue), 255) is not { } queue)
        {
            return new Death(Queues.DeadLetters, "unknown", now, messageId, null, false, 0, null, "It was published to the dead letters by somebody; nothing says why.", null);
        }

        return new Death(
            queue, DeadLetterReader.Clean(headers.GetValueOrDefault(DeadLetterHeaders.Reason), 40) ?? "unknown",
            DateTimeOffset.TryParse(headers.GetValueOrDefault(DeadLetterHeaders.At), CultureInfo.InvariantCulture, out var at) ? at : now,
            headers.GetValueOrDefault(DeadLetterHeaders.MessageId) ?? messageId, headers.GetValueOrDefault(DeadLetterHeaders.ContentType), true,
            DeadLetterReader.Number(headers.GetValueOrDefault(DeadLetterHeaders.Deliveries)), headers.GetValueOrDefault(DeadLetterHeaders.Exception),
            headers.GetValueOrDefault(DeadLetterHeaders.Message), headers.GetValueOrDefault(DeadLetterHeaders.Stack));
    }

    /// <summary>The newest entry of the broker's list comes first.</summary>
    private static Death? ByBroker(string deaths, string? messageId, IReadOnlyDictionary<string, string> headers, DateTimeOffset now)
    {
        try
        {
            using var list = JsonDocument.Parse(deaths);
            var last = list.RootElement.EnumerateArray().First();
            if (DeadLetterReader.Clean(last.GetProperty("queue").GetString(), 255) is not { } queue
                || DeadLetterReader.Clean(last.GetProperty("reason").GetString(), 40) is not { } reason)
            {
                return null;
            }

            var at = last.TryGetProperty("time", out var time) && time.TryGetInt64(out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : now;
            var deliveries = DeadLetterReader.Number(headers.GetValueOrDefault(DeliveryCount));
            return new Death(queue, reason, at, messageId, null, false, deliveries, null, Words(reason), null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static string Words(string reason) => reason switch
    {
        "delivery_limit" => "It was delivered too often without an acknowledgement: every consumer died, or lost its connection, while it held the message.",
        "expired" => "It was not taken within the time to live that was set on it.",
        "maxlen" => "Its queue was full.",
        "rejected" => "A consumer rejected it.",
        _ => $"The broker gave it up: {reason}.",
    };
}

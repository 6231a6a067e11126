using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AgentBus.Hosting.Bus.RabbitMq;
using AgentBus.Hosting.Bus.Wire;

namespace AgentBus.Hosting.Bus.DeadLetters;

/// <summary>A message that is given up, on its way to the dead letters: its own body, id and headers, and why. Pure.</summary>
public static class DeadLetter
{
    private const int MaxText = 2_048;

    // The broker closes the connection on headers over 128 KB in all, with it every other send, and the message would come again and again.
    private const int MaxHeaders = 64 * 1_024;

    private static readonly string[] Prefixes =
        ["RabbitMQ-", "x-death", "x-first-death-", "x-last-death-", "x-delivery-count", "x-acquired-count", DeadLetterHeaders.Prefix];

    private static readonly string[] Properties = ["MessageId", "CorrelationId", "Content-Type"];

    /// <summary>Whether a header was added on the way by the broker, the bus library or a service, rather than by the sender.</summary>
    public static bool IsTransit(string header) =>
        Properties.Contains(header, StringComparer.OrdinalIgnoreCase)
        || Array.Exists(Prefixes, prefix => header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    internal static OutgoingMessage Of(Incoming message, string queue, string reason, Exception? exception, DateTimeOffset at)
    {
        var headers = Own(message.Headers);
        var type = headers.Remove(WireDeserializer.TypeHeader, out var name) ? name : "";
        headers[DeadLetterHeaders.Queue] = queue;
        headers[DeadLetterHeaders.Reason] = reason;
        headers[DeadLetterHeaders.At] = at.ToString("O", CultureInfo.InvariantCulture);
        headers[DeadLetterHeaders.Deliveries] = message.Deliveries.ToString(CultureInfo.InvariantCulture);
        Add(headers, DeadLetterHeaders.MessageId, message.MessageId);
        Add(headers, DeadLetterHeaders.ContentType, message.ContentType);
        if (exception?.GetBaseException() is { } cause)
        {
            headers[DeadLetterHeaders.Exception] = cause.GetType().FullName!;
            Add(headers, DeadLetterHeaders.Message, Short(cause.Message));
            Add(headers, DeadLetterHeaders.Stack, Short(cause.StackTrace));
        }

        return new OutgoingMessage(IdOf(message, queue), BrokerTopology.DeadLetters, "", type, "application/octet-stream", message.Body, headers);
    }

    /// <summary>The sender's headers. Where they are too large together, the largest are left out.</summary>
    private static Dictionary<string, string> Own(IReadOnlyDictionary<string, string> headers)
    {
        var bytes = 0;
        return headers
            .Where(header => !IsTransit(header.Key))
            .OrderBy(header => header.Value.Length)
            .TakeWhile(header => (bytes += Encoding.UTF8.GetByteCount(header.Key) + Encoding.UTF8.GetByteCount(header.Value)) <= MaxHeaders)
            .ToDictionary();
    }

    /// <summary>The message's own id, or one derived from what it holds: the same when it fails again.</summary>
    private static Guid IdOf(Incoming message, string queue)
    {
        if (Guid.TryParse(message.MessageId, out var id))
        {
            return id;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{queue}\0{message.MessageId}\0"));
        hash.AppendData(message.Body.Span);
        return new Guid(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static void Add(Dictionary<string, string> headers, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            headers[name] = value;
        }
    }

    private static string? Short(string? text) => text is null || text.Length <= MaxText ? text : $"{text.AsSpan(0, MaxText - 1)}…";
}

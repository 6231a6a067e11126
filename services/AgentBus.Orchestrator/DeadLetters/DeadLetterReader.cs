using System.Globalization;
using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Hosting.Bus;
using AgentBus.Hosting.Bus.DeadLetters;
using AgentBus.Storage.DeadLetters;
using AgentBus.Storage.Runs;

namespace AgentBus.Orchestrator.DeadLetters;

/// <summary>
/// Reads whatever lies in the queue of dead letters: what a service moved there, what the broker moved there (delivery limit), and what somebody
/// published there. It never refuses one, since there is no further place to go.
/// </summary>
internal sealed class DeadLetterReader(TimeProvider clock) : IWireReader
{
    /// <summary>A body larger than this is kept in part: the broker's own default limit of a message.</summary>
    public const int MaxBody = 16 * 1024 * 1024;

    private const int MaxName = 255;
    private const int MaxText = 4_096;

    public Type MessageType => typeof(DeadLetterRow);

    public object Read(string? contentType, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body)
    {
        var death = Death.Of(headers, clock.GetUtcNow());
        var messageId = Clean(death.MessageId, MaxName) ?? Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body.Span))[..32];
        var (tenant, run) = Owner(headers, body);
        var replays = Number(headers.GetValueOrDefault(WireHeaders.Replay));
        var type = Clean(headers.GetValueOrDefault(WireHeaders.Type), MaxName);
        var letter = new DeadLetterRow(
            replays > 0 && Guid.TryParse(headers.GetValueOrDefault(WireHeaders.ReplayOf), out var of) ? of : NaturalId.Of("dead-letter", death.Queue, messageId),
            tenant, death.Queue, messageId, type, run, Clean(death.IsByService ? death.ContentType : contentType, MaxName), Own(headers),
            body.Length > MaxBody ? body[..MaxBody] : body, body.Length, death.Reason, Clean(death.Exception, MaxName), Clean(death.Message, MaxText),
            Clean(death.Stack, MaxText), death.Deliveries, false, death.At, replays);
        return letter with { HoldsRun = run is not null && (death.Queue == Queues.Orchestrator || (type == nameof(DispatchAttempt) && LostAttempt.Of(letter) is null)) };
    }

    internal static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Text that every store takes: without NUL, cut to length; null where nothing is left.</summary>
    internal static string? Clean(string? text, int length)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var cut = text.Length <= length ? text : text[..length];
        return string.Concat(cut.EnumerateRunes().Select(rune => rune.Value == 0 ? "\uFFFD" : rune.ToString()));
    }

    /// <summary>The headers its sender gave it, but for those of an earlier replay.</summary>
    private static Dictionary<string, string> Own(IReadOnlyDictionary<string, string> headers)
    {
        var own = new Dictionary<string, string>();
        foreach (var (name, value) in headers)
        {
            if (!DeadLetter.IsTransit(name) && name is not (WireHeaders.Type or WireHeaders.ReplayOf or WireHeaders.Replay))
            {
                own[Clean(name, MaxName) ?? ""] = Clean(value, int.MaxValue) ?? "";
            }
        }

        return own;
    }

    /// <summary>By the headers, else by the members of the same names that every message about a run has.</summary>
    private static (string Tenant, Guid? Run) Owner(IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body)
    {
        var tenant = headers.GetValueOrDefault(WireHeaders.Tenant);
        var run = headers.GetValueOrDefault(WireHeaders.Run);
        if (tenant is null || run is null)
        {
            var inside = Inside(body);
            (tenant, run) = (tenant ?? inside.Tenant, run ?? inside.Run);
        }

        return (Clean(tenant, MaxName) ?? "", Guid.TryParse(run, out var id) ? id : null);
    }

    private static (string? Tenant, string? Run) Inside(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return (Text(document.RootElement, "tenant"), Text(document.RootElement, "run"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, null);
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

using System.Text;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using AgentBus.Storage.DeadLetters;

namespace AgentBus.Gateway.DeadLetters;

/// <summary>Body of <c>POST /v1/dead-letters/{id}/replay</c>; may be left out.</summary>
/// <param name="Force">Send it under a new message id, so that receivers which have carried it out do so again.</param>
/// <param name="Reason">For the record; at most 4,000 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ReplayRequest(bool Force = false, string? Reason = null);

/// <summary>Body of <c>POST /v1/dead-letters/{id}/discard</c>.</summary>
/// <param name="Reason">Why; at most 4,000 characters. Needed.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DiscardRequest(string? Reason = null);

/// <summary>Body of <c>POST /v1/dead-letters/replay</c> and <c>/discard</c>: all open letters that meet a filter, page by page.</summary>
/// <param name="Filter">Which ones; needed. An empty one is all.</param>
/// <param name="Force">Replay under new message ids.</param>
/// <param name="Reason">For the record; needed to discard.</param>
/// <param name="Cursor">'next' of the page before.</param>
/// <param name="Limit">Letters looked at in this page, 1 to 500; default 50.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DeadLettersRequest(
    DeadLettersFilter? Filter = null, bool Force = false, string? Reason = null, string? Cursor = null, int? Limit = null);

/// <summary>Which letters; members that are left out do not filter.</summary>
/// <param name="Since">Found at this time or later.</param>
/// <param name="Until">Found at this time or earlier; left out = now, so that what fails after the first page was asked for is left alone.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DeadLettersFilter(
    string? Queue = null, string? Type = null, string? Run = null, string? Reason = null, string? Since = null, string? Until = null);

/// <summary>What became of one letter of many.</summary>
/// <param name="Done">Whether it was replayed or discarded.</param>
/// <param name="Problem">Why not.</param>
internal sealed record DeadLetterReport(Guid Id, string Queue, string? Type, bool Done, string? Problem = null);

/// <summary>A message that was given up.</summary>
/// <param name="Id">Of the letter.</param>
/// <param name="Tenant">Missing where none could be told.</param>
/// <param name="Queue">Where it failed.</param>
/// <param name="MessageId">As its sender gave it, or derived from its content.</param>
/// <param name="Reason">
/// unreadable, failed, skipped (nobody takes its type), unknown, or the broker's: delivery_limit (its consumers died), rejected, expired, maxlen.
/// </param>
/// <param name="Error">In words.</param>
/// <param name="Deliveries">How often it was delivered; 0 = not known.</param>
/// <param name="HoldsRun">Whether its run waits for this very message: replay it, or cancel the run.</param>
/// <param name="Bytes">Size of its body.</param>
/// <param name="FoundAt">When it was last found here.</param>
/// <param name="State">open, replayed or discarded.</param>
internal sealed record DeadLetterSummary(
    Guid Id, string? Tenant, string Queue, string MessageId, string? Type, Guid? Run, string Reason, string? Exception, string? Error, int Deliveries,
    bool HoldsRun, long Bytes, DateTimeOffset FailedAt, DateTimeOffset FoundAt, string State, int Replays, DateTimeOffset? DecidedAt)
{
    public static DeadLetterSummary Of(DeadLetterView letter) => new(
        letter.Id, letter.Tenant.Length == 0 ? null : letter.Tenant, letter.Queue, letter.MessageId, letter.Type, letter.Run, letter.Reason,
        letter.Exception, letter.Error, letter.Deliveries, letter.HoldsRun, letter.BodyBytes, letter.FailedAt, letter.OpenedAt, letter.State,
        letter.Replays, letter.DecidedAt);
}

/// <summary>All of a dead letter.</summary>
/// <param name="Headers">Its own, as text.</param>
/// <param name="Body">As text, where it is text of at most 64 KB.</param>
/// <param name="BodyUrl">Where the body lies as bytes.</param>
/// <param name="Actions">What people did with it, oldest first.</param>
internal sealed record DeadLetterBody(
    DeadLetterSummary Letter, string? ContentType, IReadOnlyDictionary<string, string> Headers, string? Body, string BodyUrl, string? Stack,
    IReadOnlyList<DeadLetterAction> Actions)
{
    private const int MostShown = 64 * 1024;

    public static DeadLetterBody Of(DeadLetterDetails details) => new(
        DeadLetterSummary.Of(details.Letter), details.ContentType, details.Headers,
        details.Body.Length <= MostShown && Utf8.IsValid(details.Body) ? Encoding.UTF8.GetString(details.Body) : null,
        $"/v1/dead-letters/{details.Letter.Id}/body", details.Stack, details.Actions);
}

using System.Text.Json.Serialization.Metadata;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Problems;
using AgentBus.Storage.DeadLetters;
using Microsoft.Extensions.Options;

namespace AgentBus.Gateway.DeadLetters;

/// <summary>Replays and discards dead letters, one or many.</summary>
internal sealed class DeadLetterDesk(IDeadLetterStore store, IOptions<GatewayOptions> options, TimeProvider clock, ILogger<DeadLetterDesk> logger)
{
    private const int MaxReason = 4_000;

    /// <summary>Letters of no known tenant are for admins of the first tenant, who look after the whole.</summary>
    public static DeadLetterScope ScopeOf(Caller caller) => new(caller.Tenant, caller.Tenant == KeyBootstrap.Tenant && caller.Is(Roles.Admin));

    /// <summary>A body that may be left out.</summary>
    public async Task<T> ReadAsync<T>(HttpRequest request, T none, JsonTypeInfo<T> json, CancellationToken cancellationToken) =>
        request.ContentLength is null or 0 && request.ContentType is null
            ? none
            : await RequestBody.ReadJsonAsync(request, json, options.Value.MaxBodyBytes, cancellationToken);

    public async Task<DeadLetterDetails> FindAsync(Caller caller, Guid id, CancellationToken cancellationToken) =>
        await store.GetAsync(ScopeOf(caller), id, cancellationToken) ?? throw ApiProblem.NotFound("dead letter", id);

    public async Task<DeadLetterSummary> ReplayAsync(Caller caller, Guid id, ReplayRequest body, CancellationToken cancellationToken)
    {
        var outcome = await ReplayAsync(caller, id, body.Force, body.Reason, cancellationToken);
        var letter = (await FindAsync(caller, id, cancellationToken)).Letter;
        return Problem(letter, outcome) is { } problem ? throw ApiProblem.Conflict(CodeOf(outcome), problem) : DeadLetterSummary.Of(letter);
    }

    public async Task<DeadLetterSummary> DiscardAsync(Caller caller, Guid id, DiscardRequest body, CancellationToken cancellationToken)
    {
        var discarded = await DiscardAsync(caller, id, Needed(body.Reason), cancellationToken);
        var letter = (await FindAsync(caller, id, cancellationToken)).Letter;
        return discarded ? DeadLetterSummary.Of(letter) : throw ApiProblem.Conflict(CodeOf(ReplayOutcome.NotOpen), Problem(letter, ReplayOutcome.NotOpen)!);
    }

    public Task<Page<DeadLetterReport>> ReplayAllAsync(Caller caller, DeadLettersRequest body, CancellationToken cancellationToken) =>
        EachAsync(caller, body, async letter => Problem(letter, await ReplayAsync(caller, letter.Id, body.Force, body.Reason, cancellationToken)), cancellationToken);

    public Task<Page<DeadLetterReport>> DiscardAllAsync(Caller caller, DeadLettersRequest body, CancellationToken cancellationToken)
    {
        var reason = Needed(body.Reason);
        return EachAsync(
            caller, body,
            async letter => await DiscardAsync(caller, letter.Id, reason, cancellationToken) ? null : Problem(letter, ReplayOutcome.NotOpen),
            cancellationToken);
    }

    // From the newest to the oldest: what fails again is found at a later time than any cursor, so no letter is met twice.
    private async Task<Page<DeadLetterReport>> EachAsync(
        Caller caller, DeadLettersRequest body, Func<DeadLetterView, Task<string?>> act, CancellationToken cancellationToken)
    {
        var wanted = body.Filter ?? throw ApiProblem.Invalid(
            "/filter", "filter is missing; an object with any of queue, type, run, reason, since and until is wanted. An empty one is all open dead letters.");
        var filter = new DeadLetterFilter(
            "open", wanted.Queue, wanted.Type, Paging.Id("run", wanted.Run), wanted.Reason, Paging.Time("since", wanted.Since),
            Paging.Time("until", wanted.Until) ?? clock.GetUtcNow());
        var size = Paging.Limit(body.Limit?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var rows = await store.ListAsync(ScopeOf(caller), filter, size + 1, Paging.Cursor(body.Cursor), cancellationToken);
        var reports = new List<DeadLetterReport>();
        foreach (var letter in rows.Take(size))
        {
            var problem = await act(letter);
            reports.Add(new DeadLetterReport(letter.Id, letter.Queue, letter.Type, problem is null, problem));
        }

        return new Page<DeadLetterReport>(reports, rows.Count > size ? Paging.Cursor(rows[size - 1].OpenedAt, rows[size - 1].Id) : null);
    }

    private async Task<ReplayOutcome> ReplayAsync(Caller caller, Guid id, bool force, string? reason, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var outcome = await store.ReplayAsync(
            ScopeOf(caller), id, new DeadLetterAct(caller.Name, Checked(reason), now), force ? Guid.CreateVersion7(now) : null, cancellationToken);
        if (outcome == ReplayOutcome.Replayed)
        {
            Log.DeadLetterReplayed(logger, id, caller.Name, force);
        }

        return outcome;
    }

    private async Task<bool> DiscardAsync(Caller caller, Guid id, string reason, CancellationToken cancellationToken)
    {
        var discarded = await store.DiscardAsync(ScopeOf(caller), id, new DeadLetterAct(caller.Name, reason, clock.GetUtcNow()), cancellationToken);
        if (discarded)
        {
            Log.DeadLetterDiscarded(logger, id, caller.Name, reason);
        }

        return discarded;
    }

    private static string Needed(string? reason) => Checked(reason) is { Length: > 0 } given
        ? given
        : throw ApiProblem.Invalid("/reason", "reason is missing; say why the message is not needed.");

    private static string? Checked(string? reason) => reason is { Length: > MaxReason }
        ? throw ApiProblem.Invalid("/reason", $"The reason has {reason.Length} characters; at most {MaxReason} are kept.")
        : reason;

    private static string CodeOf(ReplayOutcome outcome) => outcome switch
    {
        ReplayOutcome.Incomplete => "dead-letter-incomplete",
        ReplayOutcome.StillSending => "dead-letter-still-sending",
        _ => "dead-letter-not-open",
    };

    private static string? Problem(DeadLetterView letter, ReplayOutcome outcome) => outcome switch
    {
        ReplayOutcome.Replayed => null,
        ReplayOutcome.Incomplete =>
            $"Dead letter {letter.Id} cannot be sent as it was: its body of {letter.BodyBytes} bytes was too large to be kept whole. Have its sender send it again, then discard it.",
        ReplayOutcome.StillSending =>
            $"Message {letter.MessageId} is still in the outbox, so it comes by itself. Should the letter be open in a minute, replay it then.",
        _ => $"Dead letter {letter.Id} is not open: it was {letter.State} at {letter.DecidedAt:u}.",
    };
}

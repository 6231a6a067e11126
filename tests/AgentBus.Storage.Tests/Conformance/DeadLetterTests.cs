using AgentBus.Storage.DeadLetters;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>A message that was given up is kept once, and leaves by a person's word alone.</summary>
public abstract class DeadLetterTests : StoreTest
{
    private static readonly DeadLetterScope Own = new(Given.Tenant, Unknown: false);
    private static readonly DeadLetterAct Act = new("ann", "mended", Given.Now.AddMinutes(1));

    private IDeadLetterStore Letters => Process.GetRequiredService<IDeadLetterStore>();

    [Fact]
    public async Task A_letter_comes_back_whole()
    {
        var letter = Letter() with { Run = Guid.NewGuid(), Headers = new Dictionary<string, string> { ["a"] = "\"ä\"\0" }, BodyBytes = 9_000_000_000 };

        (await Letters.AddAsync(letter, [], default)).ShouldBeTrue();

        var found = (await Letters.GetAsync(Own, letter.Id, default))!;
        (found.Letter.Id, found.Letter.Tenant, found.Letter.Queue, found.Letter.MessageId, found.Letter.Type, found.Letter.Run, found.Letter.Reason)
            .ShouldBe((letter.Id, letter.Tenant, letter.Queue, letter.MessageId, letter.Type, letter.Run, letter.Reason));
        (found.Letter.Exception, found.Letter.Error, found.Stack, found.Letter.Deliveries, found.Letter.HoldsRun, found.Letter.BodyBytes, found.ContentType)
            .ShouldBe((letter.Exception, letter.Error, letter.Stack, letter.Deliveries, letter.HoldsRun, letter.BodyBytes, letter.ContentType));
        (found.Letter.FailedAt, found.Letter.State, found.Letter.Replays, found.Letter.DecidedAt).ShouldBe((letter.FailedAt, "open", 0, null));
        found.Body.ShouldBe(letter.Body.ToArray());
        found.Headers.ShouldBe(letter.Headers);
        found.Actions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Copies_at_once_are_one_letter_and_its_message_is_sent_once()
    {
        var letter = Letter();
        var processes = new[] { Process, Bed.NewProcess() };

        var added = await Task.WhenAll(Enumerable.Range(0, 10).Select(number =>
            processes[number % 2].GetRequiredService<IDeadLetterStore>().AddAsync(letter with { Deliveries = number }, [Given.Message(type: $"m{number}")], default)));

        added.Count(isNew => isNew).ShouldBe(1);
        (await Letters.ListAsync(Own, new DeadLetterFilter(), 10, null, default)).ShouldHaveSingleItem().Deliveries.ShouldBe(Array.IndexOf(added, true));
        (await ClaimAsync()).ShouldHaveSingleItem().Row.Type.ShouldBe($"m{Array.IndexOf(added, true)}");
    }

    [Fact]
    public async Task A_replay_sends_the_message_as_it_was_and_says_so()
    {
        var letter = Letter() with { Headers = new Dictionary<string, string> { ["tracestate"] = "x", ["ce-id"] = "7" } };
        await Letters.AddAsync(letter, [], default);

        (await Letters.ReplayAsync(Own, letter.Id, Act, null, default)).ShouldBe(ReplayOutcome.Replayed);

        var sent = (await ClaimAsync()).ShouldHaveSingleItem().Row;
        (sent.MessageId.ToString(), sent.Exchange, sent.RoutingKey, sent.Type, sent.ContentType).ShouldBe(
            (letter.MessageId, letter.Queue, "", letter.Type, letter.ContentType));
        sent.Body.ToArray().ShouldBe(letter.Body.ToArray());
        sent.Headers!.OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => $"{header.Key}={header.Value}")
            .ShouldBe([$"agentbus-replay=1", $"agentbus-replay-of={letter.Id}", "ce-id=7", "tracestate=x"]);
        var found = (await Letters.GetAsync(Own, letter.Id, default))!;
        (found.Letter.State, found.Letter.Replays, found.Letter.DecidedAt).ShouldBe(("replayed", 1, Act.At));
        found.Actions.ShouldBe([new DeadLetterAction(Act.At, "replayed", "ann", "mended", sent.MessageId)]);
    }

    [Fact]
    public async Task A_letter_of_a_dispatch_is_closed_once_its_run_has_ended_and_no_other_letter_is()
    {
        var (open, ended) = (await StartedAsync(), await StartedAsync());
        await Committer.CommitAsync(Given.Set(ended, 1) with { Status = "Completed", EndedAt = Given.Now }, default);
        var (over, gone) = (Dispatch() with { Run = ended }, Dispatch() with { Run = Guid.NewGuid() });
        DeadLetterRow[] kept = [Dispatch() with { Run = open }, Dispatch(), Dispatch() with { Run = ended, HoldsRun = true }, Letter() with { Run = ended }];
        foreach (var letter in kept.Append(over).Append(gone))
            await Letters.AddAsync(letter, [], default);
        var act = new DeadLetterAct("agentbus", "ended", Given.Now.AddHours(1));

        (await Letters.CloseEndedAsync(act, 1, default)).ShouldBe(1);
        (await Letters.CloseEndedAsync(act, 10, default)).ShouldBe(1);
        (await Letters.CloseEndedAsync(act, 10, default)).ShouldBe(0);

        (await Letters.ListAsync(Own, new DeadLetterFilter(State: "open"), 10, null, default)).Select(letter => letter.Id)
            .ShouldBe(kept.Select(letter => letter.Id), ignoreOrder: true);
        var closed = (await Letters.GetAsync(Own, over.Id, default))!;
        (closed.Letter.State, closed.Letter.DecidedAt).ShouldBe(("discarded", act.At));
        closed.Actions.ShouldBe([new DeadLetterAction(act.At, "discarded", "agentbus", "ended", null)]);

        static DeadLetterRow Dispatch() => Letter() with { Type = "DispatchAttempt" };
    }

    [Fact]
    public async Task Of_many_replays_at_once_one_sends()
    {
        var letter = Letter();
        await Letters.AddAsync(letter, [], default);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Letters.ReplayAsync(Own, letter.Id, Act, Guid.NewGuid(), default)));

        outcomes.Count(outcome => outcome == ReplayOutcome.Replayed).ShouldBe(1);
        (await ClaimAsync()).Count.ShouldBe(1);
        (await Letters.GetAsync(Own, letter.Id, default))!.Actions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_replayed_message_that_fails_again_is_open_again_and_its_late_copies_change_nothing()
    {
        var letter = Letter();
        await Letters.AddAsync(letter, [], default);
        await Letters.ReplayAsync(Own, letter.Id, Act, null, default);

        // A second copy of the first failure, moved after a crash before the replay.
        (await Letters.AddAsync(letter with { FailedAt = Act.At.AddSeconds(-1) }, [], default)).ShouldBeFalse();

        // By a clock that goes after the one of the replay.
        (await Letters.AddAsync(letter with { Replays = 1, FailedAt = Act.At.AddSeconds(-5), Error = "again" }, [], default)).ShouldBeTrue();
        (await Letters.AddAsync(letter with { Replays = 1, FailedAt = Act.At.AddSeconds(-5), Error = "once more" }, [], default)).ShouldBeFalse();

        var found = (await Letters.GetAsync(Own, letter.Id, default))!.Letter;
        (found.State, found.Replays, found.Error, found.DecidedAt).ShouldBe(("open", 1, "again", null));
        (await Letters.ReplayAsync(Own, letter.Id, Act, null, default)).ShouldBe(ReplayOutcome.StillSending);
        await PublishedAsync();
        (await Letters.ReplayAsync(Own, letter.Id, Act, null, default)).ShouldBe(ReplayOutcome.Replayed);
        (await Letters.AddAsync(letter with { Replays = 1, FailedAt = Act.At.AddSeconds(-5) }, [], default)).ShouldBeFalse();
        (await Letters.GetAsync(Own, letter.Id, default))!.Actions.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_discarded_letter_is_kept_until_it_is_swept_and_opens_only_when_it_fails_later()
    {
        var letter = Letter();
        await Letters.AddAsync(letter, [], default);

        (await Letters.DiscardAsync(Own, letter.Id, Act, default)).ShouldBeTrue();
        (await Letters.DiscardAsync(Own, letter.Id, Act, default)).ShouldBeFalse();
        (await Letters.ReplayAsync(Own, letter.Id, Act, null, default)).ShouldBe(ReplayOutcome.NotOpen);
        (await Letters.AddAsync(letter with { FailedAt = Act.At }, [], default)).ShouldBeFalse();
        (await Letters.GetAsync(Own, letter.Id, default))!.Actions.ShouldHaveSingleItem().Action.ShouldBe("discarded");
        (await ClaimAsync()).ShouldBeEmpty();

        (await Letters.AddAsync(letter with { FailedAt = Act.At.AddSeconds(1) }, [], default)).ShouldBeTrue();
        (await Letters.SweepAsync(Act.At.AddDays(9), 10, default)).ShouldBe(0);
        await Letters.DiscardAsync(Own, letter.Id, Act, default);
        (await Letters.SweepAsync(Act.At, 10, default)).ShouldBe(0);
        (await Letters.SweepAsync(Act.At.AddDays(9), 10, default)).ShouldBe(1);
        (await Letters.GetAsync(Own, letter.Id, default)).ShouldBeNull();
    }

    [Fact]
    public async Task What_was_not_kept_whole_is_not_replayed()
    {
        var letter = Letter() with { BodyBytes = 100 };
        await Letters.AddAsync(letter, [], default);

        (await Letters.ReplayAsync(Own, letter.Id, Act, null, default)).ShouldBe(ReplayOutcome.Incomplete);

        (await Letters.GetAsync(Own, letter.Id, default))!.Letter.State.ShouldBe("open");
        (await ClaimAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_without_a_proper_id_or_type_is_replayed_under_one_of_its_own()
    {
        var letter = Letter() with { MessageId = "order-7", Type = null, ContentType = null, Tenant = "" };
        await Letters.AddAsync(letter, [], default);

        (await Letters.ReplayAsync(new DeadLetterScope("default", Unknown: true), letter.Id, Act, null, default)).ShouldBe(ReplayOutcome.Replayed);

        var sent = (await ClaimAsync()).ShouldHaveSingleItem().Row;
        (sent.Type, sent.ContentType, sent.Headers!.ContainsKey("agentbus-tenant")).ShouldBe(("unknown", "application/octet-stream", false));
        sent.MessageId.ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public async Task A_tenant_sees_its_own_letters_and_those_of_nobody_only_where_asked_for()
    {
        var (mine, theirs, nobodys) = (Letter(), Letter() with { Tenant = "other" }, Letter() with { Tenant = "" });
        foreach (var letter in new[] { mine, theirs, nobodys })
            await Letters.AddAsync(letter, [], default);

        (await Letters.ListAsync(Own, new DeadLetterFilter(), 10, null, default)).Select(letter => letter.Id).ShouldBe([mine.Id]);
        (await Letters.ListAsync(Own with { Unknown = true }, new DeadLetterFilter(), 10, null, default)).Select(letter => letter.Id)
            .ShouldBe([mine.Id, nobodys.Id], ignoreOrder: true);
        (await Letters.GetAsync(Own, theirs.Id, default)).ShouldBeNull();
        (await Letters.ReplayAsync(Own, theirs.Id, Act, null, default)).ShouldBe(ReplayOutcome.NotOpen);
        (await Letters.DiscardAsync(Own, nobodys.Id, Act, default)).ShouldBeFalse();
        (await Letters.CountOpenAsync(default)).ShouldBe(new Dictionary<string, long> { [mine.Queue] = 3 });
    }

    [Fact]
    public async Task Letters_are_found_by_each_filter_and_page_by_page()
    {
        var run = Guid.NewGuid();
        var wanted = Letter() with { Queue = "agentbus.registry", Type = "WorkerHeartbeat", Run = run, Reason = "unreadable" };
        await Letters.AddAsync(wanted, [], default);
        foreach (var _ in Enumerable.Range(0, 4))
            await Letters.AddAsync(Letter(), [], default);
        var all = await Letters.ListAsync(Own, new DeadLetterFilter(), 10, null, default);
        var opened = all.Single(letter => letter.Id == wanted.Id).OpenedAt;

        foreach (var filter in new[]
                 {
                     new DeadLetterFilter(Queue: "agentbus.registry"), new(Type: "WorkerHeartbeat"), new(Run: run), new(Reason: "unreadable", State: "open"),
                     new(Until: opened, Since: opened),
                 })
            (await Letters.ListAsync(Own, filter, 10, null, default)).ShouldHaveSingleItem(filter.ToString()).Id.ShouldBe(wanted.Id);
        (await Letters.ListAsync(Own, new DeadLetterFilter("discarded"), 10, null, default)).ShouldBeEmpty();
        var first = await Letters.ListAsync(Own, new DeadLetterFilter(), 3, null, default);
        var rest = await Letters.ListAsync(Own, new DeadLetterFilter(), 3, new RunCursor(first[^1].OpenedAt, first[^1].Id), default);
        first.Concat(rest).Select(letter => letter.Id).ShouldBe(all.Select(letter => letter.Id));
        all.Select(letter => letter.OpenedAt).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public async Task An_open_run_tells_of_the_letters_it_waits_for()
    {
        var run = await StartedAsync();
        var (held, other) = (Letter() with { Run = run, HoldsRun = true }, Letter() with { Run = run });
        await Letters.AddAsync(held, [], default);
        await Letters.AddAsync(other, [], default);
        var open = Process.GetRequiredService<IOpenRuns>();

        (await open.GetAsync(Given.Tenant, run, default))!.DeadLetters.ShouldBe(
            [new HeldLetter(held.Id, held.Queue, held.Type, held.Reason, held.Error, held.FailedAt)]);
        await Letters.ReplayAsync(Own, held.Id, Act, null, default);
        (await open.GetAsync(Given.Tenant, run, default))!.DeadLetters.ShouldBeEmpty();
    }

    private static DeadLetterRow Letter() => new(
        Guid.NewGuid(), Given.Tenant, "agentbus.orchestrator", Guid.NewGuid().ToString(), "TimerFired", null, "application/json",
        new Dictionary<string, string>(), Given.Utf8("{}"), 2, "failed", "System.Exception", "no", "at X", 1, false, Given.Now, 0);

    private async Task<IReadOnlyList<ClaimedMessage>> ClaimAsync() =>
        [.. (await Outbox.ClaimAsync(100, TimeSpan.Zero, Act.At, default)).Where(message => message.Row.Type != "StartRun")];

    private async Task PublishedAsync()
    {
        var claimed = await Outbox.ClaimAsync(100, TimeSpan.FromMinutes(1), Act.At, default);
        await Outbox.DeleteAsync([.. claimed.Select(message => message.Row.MessageId)], default);
    }
}

public sealed class SqliteDeadLetterTests : DeadLetterTests
{
    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());
}

public sealed class PostgresDeadLetterTests : DeadLetterTests
{
    protected override Task<StoreBed> CreateBedAsync() => PostgresBed.CreateAsync();
}

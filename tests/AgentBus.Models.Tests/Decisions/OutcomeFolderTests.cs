using System.Text;
using AgentBus.Models.Cache;
using AgentBus.Models.Decisions;
using AgentBus.Models.Gateway;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentBus.Models.Tests.Decisions;

/// <summary>Every gateway comes to the same state, whether it was there from the first outcome or started late.</summary>
public sealed class OutcomeFolderTests
{
    private readonly SetClock _clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private readonly InMemoryDecisionLog _log = new();

    [Fact]
    public async Task Gateways_that_start_at_different_times_learn_the_same()
    {
        var (first, late, restarted) = (new Tape(), new Tape(), new Tape());
        var firstFolder = Folder(first);
        await OutcomesAsync(30);
        await firstFolder.RunOnceAsync(default);
        first.Folded.ShouldBe(0, "their decisions had no time to be written yet");

        _clock.Now += TimeSpan.FromMinutes(2);
        await firstFolder.RunOnceAsync(default);
        first.Folded.ShouldBe(30);
        (await _log.LoadStateAsync(first.Format, default))!.Position.ShouldBe(30);

        await OutcomesAsync(20);
        _clock.Now += TimeSpan.FromSeconds(10);
        await firstFolder.RunOnceAsync(default);
        (await _log.LoadStateAsync(first.Format, default))!.Position.ShouldBe(30, "a state is shared once a minute");
        var lateFolder = Folder(late);
        await lateFolder.RunOnceAsync(default);
        late.Folded.ShouldBe(20, "it goes on from the shared state");
        _clock.Now += TimeSpan.FromMinutes(1);
        await lateFolder.RunOnceAsync(default);
        await Folder(restarted).RunOnceAsync(default);

        (late.Text, restarted.Text).ShouldBe((first.Text, first.Text));
        (firstFolder.Position, lateFolder.Position).ShouldBe((50, 50));
    }

    [Fact]
    public async Task A_learner_of_another_form_starts_from_the_first_outcome()
    {
        await OutcomesAsync(3);
        _clock.Now += TimeSpan.FromMinutes(2);
        await Folder(new Tape()).RunOnceAsync(default);
        var other = new Tape { Format = "tape-2" };
        await Folder(other).RunOnceAsync(default);
        other.Folded.ShouldBe(3);
    }

    [Fact]
    public async Task A_shared_state_that_is_broken_is_learned_anew()
    {
        await OutcomesAsync(3);
        _clock.Now += TimeSpan.FromMinutes(2);
        await Folder(new Tape()).RunOnceAsync(default);
        var careful = new Tape { IsBroken = true };

        await Folder(careful).RunOnceAsync(default);

        careful.Folded.ShouldBe(3);
    }

    private OutcomeFolder Folder(Tape tape) => new(_log, tape, new NothingKept(), _clock, NullLogger<OutcomeFolder>.Instance);

    private async Task OutcomesAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var decision = new ModelDecision(
                Guid.CreateVersion7(), _clock.Now, "acme", null, null, null, null, "research", "learned", "1", 0, [], "small", 1, false, "", 0, TimeSpan.Zero, "answered");
            await _log.AppendAsync([decision], default);
            await _log.AddOutcomesAsync(
                [new ModelOutcome(Guid.NewGuid(), "acme", decision.Id, null, null, null, i % 2, OutcomeSources.Feedback, null, null, _clock.Now)], default);
        }
    }

    private sealed class NothingKept : IAnswerCache
    {
        public ValueTask<ChatAnswer?> FindAsync(ChatCall call, CancellationToken cancellationToken) => ValueTask.FromResult<ChatAnswer?>(null);

        public ValueTask<ChatAnswer> KeepAsync(ChatCall call, ChatAnswer answer, CancellationToken cancellationToken) => ValueTask.FromResult(answer);

        public Task<ChatAnswer> GetOrAskAsync(ChatCall call, Func<CancellationToken, Task<ChatAnswer>> ask, CancellationToken cancellationToken) => ask(cancellationToken);

        public ValueTask ForgetAsync(OutcomeCredit credit, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    /// <summary>A learner whose state is all that it was told, in order.</summary>
    private sealed class Tape : IOutcomeFold
    {
        public string Format { get; init; } = "tape-1";

        public string Text { get; private set; } = "";

        public int Folded { get; private set; }

        public void Fold(OutcomeCredit credit)
        {
            Folded++;
            Text += $"{credit.Position}:{credit.Decision.Id}={credit.Outcome.Quality};";
        }

        public byte[] Save() => Encoding.UTF8.GetBytes(Text);

        /// <summary>Whether it takes every state for a broken one.</summary>
        public bool IsBroken { get; init; }

        public void Load(ReadOnlySpan<byte> state) => Text = IsBroken ? throw new InvalidDataException("cut off") : Encoding.UTF8.GetString(state);
    }
}

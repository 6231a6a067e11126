using AgentBus.Models.Decisions;
using AgentBus.Storage.Decisions;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>Decisions are kept as they were, and every gateway learns from the same outcomes in the same order.</summary>
public abstract class DecisionLogTests : StoreTest
{
    private static readonly Guid Run = Guid.NewGuid();
    private static readonly DateTimeOffset Settled = Given.Now.AddMinutes(1);

    private IDecisionLog Decisions => Process.GetRequiredService<IDecisionLog>();

    [Fact]
    public async Task A_decision_is_read_as_it_was_written()
    {
        var decision = Decision() with { StepType = "what's \"this\"\0?", Tenant = "acme" };
        var unlearned = Decision() with { Features = null };
        await Decisions.AppendAsync([decision, unlearned], default);
        await Decisions.AppendAsync([decision with { Why = "changed" }], default);

        var found = (await Decisions.FindAsync(decision.Id, default))!;
        (found with { Candidates = [], Features = null }).ShouldBe(decision with { Candidates = [], Features = null });
        found.Candidates.ShouldBe(decision.Candidates);
        found.Features!.Value.ToArray().ShouldBe([1, 2, 255]);
        (await Decisions.FindAsync(unlearned.Id, default))!.Features.ShouldBeNull();
        (await Decisions.FindAsync(Guid.NewGuid(), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Decisions_of_a_tenant_are_listed_oldest_first_in_pages()
    {
        ModelDecision[] all = [.. Enumerable.Range(0, 5).Select(i => Decision() with { At = Given.Now.AddSeconds(i / 2) })];
        await Decisions.AppendAsync([.. all, Decision() with { Tenant = "other" }], default);

        var first = await Decisions.ListAsync(Given.Tenant, Given.Now, null, 2, default);
        var rest = await Decisions.ListAsync(Given.Tenant, Given.Now, first[^1].Id, 10, default);
        first.Concat(rest).Select(decision => decision.Id).ShouldBe(all.Select(decision => decision.Id), ignoreOrder: true);
        first.Concat(rest).Select(decision => decision.At).ShouldBeInOrder();
        (await Decisions.ListAsync(Given.Tenant, Given.Now.AddSeconds(2), null, 10, default)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_attempts_outcome_credits_its_calls_equally_and_no_other()
    {
        ModelDecision[] mine = [Decision(), Decision()];
        await Decisions.AppendAsync(
            [
                .. mine, Decision(attempt: 2), Decision(step: "/do/0/1#1"), Decision() with { RunId = Guid.NewGuid() }, Decision() with { RunId = null },
                Decision() with { Tenant = "other" },
            ],
            default);
        await Decisions.AddOutcomesAsync([Outcome()], default);

        var credits = await CreditsAsync();
        credits.Select(credit => credit.Decision.Id).ShouldBe(mine.Select(decision => decision.Id), ignoreOrder: true);
        credits.ShouldAllBe(credit => credit.Weight == 0.5 && credit.Outcome == Outcome(credit.Outcome.Id));
        credits.Select(credit => credit.Position).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_runs_commit_writes_what_its_attempts_were_worth_once_and_a_set_that_lost_nothing()
    {
        var run = await StartedAsync();
        var (one, other) = (Decision() with { RunId = run }, Decision() with { RunId = run, Attempt = 2 });
        await Decisions.AppendAsync([one, other], default);
        var row = new AttemptOutcomeRow(Guid.NewGuid(), "/do/0#1", 1, 0.5, OutcomeSources.Accept, 0.25m, TimeSpan.FromMilliseconds(1.5));
        (await Committer.CommitAsync(Given.Set(run, 1) with { Outcomes = [row] }, default)).ShouldBeTrue();
        (await Committer.CommitAsync(Given.Set(run, 1) with { Outcomes = [row with { Id = Guid.NewGuid() }] }, default)).ShouldBeFalse();
        (await Committer.CommitAsync(Given.Set(run, 2) with { Outcomes = [row] }, default)).ShouldBeTrue("a repetition is no fault");

        (await CreditsAsync()).Single().Outcome.ShouldBe(Outcome(row.Id) with { RunId = run, At = Given.Now.AddSeconds(1) });
        (await Committer.CommitAsync(Given.Set(run, 3) with { Outcomes = [row with { Id = Guid.NewGuid(), Decision = other.Id }] }, default)).ShouldBeTrue();
        (await CreditsAsync())[1].Decision.Id.ShouldBe(other.Id, "it names one");
    }

    [Fact]
    public async Task An_outcome_that_names_a_decision_credits_it_alone_and_only_of_its_own_tenant()
    {
        ModelDecision[] all = [Decision(), Decision()];
        await Decisions.AppendAsync(all, default);
        await Decisions.AddOutcomesAsync([Outcome() with { DecisionId = all[1].Id }], default);
        await Decisions.AddOutcomesAsync([Outcome() with { DecisionId = all[0].Id, Tenant = "other" }], default);

        var credit = (await CreditsAsync()).Single();
        (credit.Decision.Id, credit.Weight).ShouldBe((all[1].Id, 1.0));
    }

    [Fact]
    public async Task An_outcome_counts_once_and_only_when_its_decisions_had_time_to_be_written()
    {
        var outcome = Outcome();
        (await Decisions.AddOutcomesAsync([outcome], default)).ShouldBe(1);
        (await Decisions.AddOutcomesAsync([outcome, Outcome(step: "/do/9#1")], default)).ShouldBe(1);
        (await Decisions.AddOutcomesAsync([], default)).ShouldBe(0);
        (await Decisions.CreditsAfterAsync(0, outcome.At, 10, default)).ShouldBeEmpty("too young");

        await Decisions.AppendAsync([Decision()], default);
        (await CreditsAsync()).Count.ShouldBe(1);
        await Decisions.AppendAsync([Decision()], default);
        (await CreditsAsync()).Count.ShouldBe(1, "what was credited stays as every gateway has read it");
    }

    [Fact]
    public async Task All_gateways_read_the_same_order_while_outcomes_arrive_from_everywhere()
    {
        IDecisionLog[] logs = [.. Enumerable.Range(0, 4).Select(_ => Bed.NewProcess().GetRequiredService<IDecisionLog>())];
        ModelDecision[] decisions = [.. Enumerable.Range(0, 40).Select(i => Decision(step: $"/do/{i}#1"))];
        await Decisions.AppendAsync(decisions, default);
        using var written = new CancellationTokenSource();

        var readers = logs.Select(log => Task.Run(() => FollowAsync(log, written.Token))).ToList();
        await Task.WhenAll(decisions.Select((decision, i) => logs[i % 4].AddOutcomesAsync([Outcome(step: decision.Step!) with { At = Given.Now.AddSeconds(-i % 7) }], default)));
        await written.CancelAsync();
        var orders = await Task.WhenAll(readers);

        orders[0].Count.ShouldBe(40);
        orders[0].Select(read => read.Position).ShouldBe(Enumerable.Range(1, 40).Select(i => (long)i));
        orders.ShouldAllBe(order => order.SequenceEqual(orders[0]));
    }

    [Fact]
    public async Task Of_a_decision_all_outcomes_are_found_that_judge_it_and_no_other()
    {
        var (mine, other) = (Decision(), Decision(step: "/do/1#1"));
        await Decisions.AppendAsync([mine, other], default);
        var named = Outcome(step: "/do/7#1") with { DecisionId = mine.Id, Source = OutcomeSources.Feedback, At = Given.Now.AddSeconds(5) };
        await Decisions.AddOutcomesAsync(
            [named, Outcome(), Outcome() with { Tenant = "other" }, Outcome() with { Attempt = 2 }, Outcome() with { DecisionId = other.Id }, Outcome() with { RunId = null }], default);

        (await Decisions.OutcomesOfAsync(mine, default)).Select(outcome => outcome.Source).ShouldBe([OutcomeSources.Accept, OutcomeSources.Feedback]);
        (await Decisions.OutcomesOfAsync(other, default)).Count.ShouldBe(1);
        (await Decisions.OutcomesOfAsync(mine with { RunId = null }, default)).ShouldBe([named]);
    }

    [Fact]
    public async Task The_last_decisions_come_newest_first_and_those_of_a_run_alone()
    {
        ModelDecision[] all = [.. Enumerable.Range(0, 4).Select(i => Decision() with { At = Given.Now.AddSeconds(i), RunId = i % 2 == 0 ? Run : Guid.NewGuid() })];
        await Decisions.AppendAsync([.. all, Decision() with { Tenant = "other" }], default);

        (await Decisions.LatestAsync(Given.Tenant, null, 3, default)).Select(decision => decision.Id).ShouldBe([all[3].Id, all[2].Id, all[1].Id]);
        (await Decisions.LatestAsync(Given.Tenant, Run, 3, default)).Select(decision => decision.Id).ShouldBe([all[2].Id, all[0].Id]);
    }

    [Fact]
    public async Task What_a_tenants_calls_went_to_is_added_up_by_model()
    {
        await Decisions.AppendAsync(
            [
                Decision() with { CostUsd = 1 }, Decision() with { CostUsd = 0.25m, Outcome = "rate_limited" }, Decision() with { Chosen = "large", CostUsd = 2, StepType = "\0" },
                Decision() with { Tenant = "other" }, Decision() with { At = Given.Now.AddSeconds(-1) },
            ],
            default);

        (await Decisions.UseAsync(Given.Tenant, Given.Now, default)).ShouldBe([new ModelUse("large", 1, 0, 2), new ModelUse("small", 2, 1, 1.25m)]);
        (await Decisions.UseAsync("nobody", Given.Now, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_latest_shared_state_is_kept_for_each_format()
    {
        await Decisions.SaveStateAsync(new LearnedState("gain-1", 5, new byte[] { 1 }, Given.Now), default);
        await Decisions.SaveStateAsync(new LearnedState("gain-1", 4, new byte[] { 2 }, Given.Now), default);
        await Decisions.SaveStateAsync(new LearnedState("gain-2", 1, new byte[] { 3 }, Given.Now), default);

        var state = (await Decisions.LoadStateAsync("gain-1", default))!;
        (state.Position, state.State.ToArray()[0], state.At).ShouldBe((5, (byte)1, Given.Now));
        (await Decisions.LoadStateAsync("gain-3", default)).ShouldBeNull();
    }

    [Fact]
    public async Task What_is_too_old_is_deleted()
    {
        await Decisions.AppendAsync([Decision(), Decision() with { At = Given.Now.AddHours(1) }], default);
        await Decisions.AddOutcomesAsync([Outcome()], default);
        (await CreditsAsync()).Count.ShouldBe(2);

        (await Decisions.SweepAsync(Given.Now.AddMinutes(1), 10, default)).ShouldBe(4);
        (await CreditsAsync()).ShouldBeEmpty();
        (await Decisions.ListAsync(Given.Tenant, DateTimeOffset.UnixEpoch, null, 10, default)).Count.ShouldBe(1);
    }

    private static ModelDecision Decision(string step = "/do/0#1", int attempt = 1) => new(
        Guid.CreateVersion7(), Given.Now, Given.Tenant, Run, step, "/do/0", attempt, "research", "learned", "3", 0xFFFF_FFFF_FFFF_FFFF,
        [new DecisionCandidate("small", null, 0.75, 0.001m, TimeSpan.FromMilliseconds(12.5)), new DecisionCandidate("large", "breaker open", null, null, null)],
        "small", 0.95, true, "it is cheaper", 0.000000123m, TimeSpan.FromSeconds(1.5), "answered", new byte[] { 1, 2, 255 });

    private static ModelOutcome Outcome(Guid? id = null, string step = "/do/0#1") => new(
        id ?? Guid.NewGuid(), Given.Tenant, null, Run, step, 1, 0.5, OutcomeSources.Accept, 0.25m, TimeSpan.FromMilliseconds(1.5), Given.Now);

    private Task<IReadOnlyList<OutcomeCredit>> CreditsAsync() => Decisions.CreditsAfterAsync(0, Settled, 1000, default);

    /// <summary>Reads as a gateway does until all is written, and once more.</summary>
    private static async Task<List<(long Position, Guid Outcome)>> FollowAsync(IDecisionLog log, CancellationToken written)
    {
        var read = new List<(long, Guid)>();
        for (var position = 0L; ;)
        {
            var isLast = written.IsCancellationRequested;
            var credits = await log.CreditsAfterAsync(position, Settled, 7, default);
            read.AddRange(credits.Select(credit => (credit.Position, credit.Outcome.Id)));
            position = credits.Count > 0 ? credits[^1].Position : position;
            if (isLast && credits.Count == 0)
                return read;
            await Task.Yield();
        }
    }
}

public sealed class SqliteDecisionLogTests : DecisionLogTests
{
    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());
}

public sealed class PostgresDecisionLogTests : DecisionLogTests
{
    protected override Task<StoreBed> CreateBedAsync() => PostgresBed.CreateAsync();
}

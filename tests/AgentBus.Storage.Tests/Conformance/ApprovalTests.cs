using AgentBus.Storage.Approvals;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>A question is decided once.</summary>
public abstract class ApprovalTests : StoreTest
{
    [Fact]
    public async Task A_question_comes_back_whole()
    {
        var (run, row) = await AskedAsync();

        var view = await Approvals.GetAsync(Given.Tenant, row.Id, default);

        (view!.Run, view.Step, view.Task, view.Title, view.Details, view.Form, view.State, view.DueAt, view.CreatedAt)
            .ShouldBe((run, row.Step, row.Task, row.Title, row.Details, row.Form, "open", row.DueAt, Given.Now.AddSeconds(1)));
        view.Assignees.ShouldBe(row.Assignees);
        view.Groups.ShouldBe(row.Groups);
    }

    [Fact]
    public async Task Of_many_decisions_at_once_one_counts_and_sends_its_message()
    {
        var (_, row) = await AskedAsync();
        var processes = new[] { Process, Bed.NewProcess() };

        var decided = await Task.WhenAll(Enumerable.Range(0, 10).Select(number =>
            processes[number % 2].GetRequiredService<IApprovalStore>().DecideAsync(
                Given.Tenant, row.Id, new ApprovalDecision(number % 2 == 0, $"p{number}", "fine", Given.Now), Given.Message(type: $"p{number}"), default)));

        var winner = Array.IndexOf(decided, true);
        decided.Count(won => won).ShouldBe(1);
        var view = await Approvals.GetAsync(Given.Tenant, row.Id, default);
        (view!.State, view.DecidedBy, view.Comment, view.DecidedAt)
            .ShouldBe((winner % 2 == 0 ? "approved" : "denied", $"p{winner}", "fine", Given.Now));
        (await Outbox.ClaimAsync(100, TimeSpan.Zero, Given.Now, default)).Select(message => message.Row.Type).Where(type => type[0] == 'p')
            .ShouldBe([$"p{winner}"]);
    }

    [Fact]
    public async Task A_decision_of_another_tenant_or_of_a_closed_question_writes_nothing()
    {
        var (run, row) = await AskedAsync();
        (await DecideAsync("other", row.Id)).ShouldBeFalse();
        await Committer.CommitAsync(Given.Set(run, 2) with { ClosedApprovals = [new ApprovalClose(row.Step, "timedOut", "too late")] }, default);

        (await DecideAsync(Given.Tenant, row.Id)).ShouldBeFalse();

        (await Approvals.GetAsync("other", row.Id, default)).ShouldBeNull();
        var closed = (await Approvals.GetAsync(Given.Tenant, row.Id, default))!;
        (closed.State, closed.Comment).ShouldBe(("timedOut", "too late"));
        (await Outbox.ClaimAsync(100, TimeSpan.Zero, Given.Now, default)).ShouldNotContain(message => message.Row.Type == "late");
    }

    [Fact]
    public async Task A_decision_stands_when_its_run_closes_the_question_after_it()
    {
        var (run, row) = await AskedAsync();
        await DecideAsync(Given.Tenant, row.Id);

        await Committer.CommitAsync(Given.Set(run, 3) with { ClosedApprovals = [new ApprovalClose(row.Step, "cancelled")] }, default);

        (await Approvals.GetAsync(Given.Tenant, row.Id, default))!.State.ShouldBe("approved");
    }

    [Fact]
    public async Task Questions_are_listed_newest_first_by_state_and_run()
    {
        var (first, row) = await AskedAsync();
        var (second, _) = await AskedAsync(later: TimeSpan.FromMinutes(1));
        await DecideAsync(Given.Tenant, row.Id);

        (await ListAsync(new ApprovalFilter())).ShouldBe([second, first]);
        (await ListAsync(new ApprovalFilter("open"))).ShouldBe([second]);
        (await ListAsync(new ApprovalFilter(Run: first))).ShouldBe([first]);
        var page = await Approvals.ListAsync(Given.Tenant, new ApprovalFilter(), 1, null, default);
        page.ShouldHaveSingleItem().Run.ShouldBe(second);
        (await Approvals.ListAsync(Given.Tenant, new ApprovalFilter(), 1, new RunCursor(page[0].CreatedAt, page[0].Id), default)).ShouldHaveSingleItem().Run.ShouldBe(first);
        (await Approvals.ListAsync("other", new ApprovalFilter(), 10, null, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_sees_what_lists_them_or_nobody()
    {
        var (toAnn, _) = await AskedAsync(who: row => row with { Groups = [] });
        var (toEditors, _) = await AskedAsync(TimeSpan.FromMinutes(1), row => row with { Assignees = [] });
        var (toAnybody, _) = await AskedAsync(TimeSpan.FromMinutes(2), row => row with { Assignees = [], Groups = [] });

        (await ListAsync(Of("ann"))).ShouldBe([toAnybody, toAnn]);
        (await ListAsync(Of("eve", "readers", "editors"))).ShouldBe([toAnybody, toEditors]);
        (await ListAsync(Of("eve"))).ShouldBe([toAnybody]);

        static ApprovalFilter Of(string name, params string[] groups) => new(AskedOf: new Person(name, groups));
    }

    [Fact]
    public async Task An_open_question_is_escalated_and_a_closed_one_is_not()
    {
        var (run, row) = await AskedAsync();
        var up = new ApprovalEscalation(row.Step, 1, ["ann", "boss"], ["editors", "boss"], Given.Now.AddHours(5));
        await Committer.CommitAsync(Given.Set(run, 2) with { EscalatedApprovals = [up] }, default);
        await DecideAsync(Given.Tenant, row.Id);
        await Committer.CommitAsync(Given.Set(run, 4) with { EscalatedApprovals = [up with { Rung = 2, Assignees = [] }] }, default);

        var view = (await Approvals.GetAsync(Given.Tenant, row.Id, default))!;
        (view.Rung, view.DueAt, view.State).ShouldBe((1, up.DueAt, "approved"));
        view.Assignees.ShouldBe(up.Assignees);
        view.Groups.ShouldBe(up.Groups);
    }

    [Fact]
    public async Task A_decision_makes_the_run_decide_again_what_it_was_deciding()
    {
        var (run, row) = await AskedAsync();
        var loaded = (await RunStore.LoadAsync(Given.Tenant, run, default))!.Version;
        (await Approvals.IsDecidedAsync(Given.Tenant, run, row.Step, default)).ShouldBeFalse();

        await DecideAsync(Given.Tenant, row.Id, asOperator: true);

        (await Committer.CommitAsync(Given.Set(run, loaded) with { ClosedApprovals = [new ApprovalClose(row.Step, "timedOut")] }, default)).ShouldBeFalse();
        (await Approvals.IsDecidedAsync(Given.Tenant, run, row.Step, default)).ShouldBeTrue();
        (await Approvals.GetAsync(Given.Tenant, row.Id, default))!.Override.ShouldBeTrue();
    }

    private Task<bool> DecideAsync(string tenant, Guid id, bool asOperator = false) => Approvals.DecideAsync(
        tenant, id, new ApprovalDecision(true, "ann", null, Given.Now, asOperator), Given.Message(type: "late"), default);

    private async Task<IEnumerable<Guid>> ListAsync(ApprovalFilter filter) =>
        (await Approvals.ListAsync(Given.Tenant, filter, 10, null, default)).Select(view => view.Run);

    private async Task<(Guid Run, ApprovalRow Row)> AskedAsync(TimeSpan later = default, Func<ApprovalRow, ApprovalRow>? who = null)
    {
        var run = await StartedAsync();
        var row = (who ?? (same => same))(Given.Approval());
        var set = Given.Set(run, 1);
        await Committer.CommitAsync(set with { Approvals = [row], At = set.At + later }, default);
        return (run, row);
    }
}

public sealed class SqliteApprovalTests : ApprovalTests
{
    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());
}

public sealed class PostgresApprovalTests : ApprovalTests
{
    protected override Task<StoreBed> CreateBedAsync() => PostgresBed.CreateAsync();
}

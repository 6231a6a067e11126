using AgentBus.Storage.Approvals;
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
                Given.Tenant, row.Id, number % 2 == 0, $"p{number}", "fine", Given.Now, Given.Message(type: $"p{number}"), default)));

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
        await Committer.CommitAsync(Given.Set(run, 2) with { ClosedApprovals = [new ApprovalClose(row.Step, "timedOut")] }, default);

        (await DecideAsync(Given.Tenant, row.Id)).ShouldBeFalse();

        (await Approvals.GetAsync("other", row.Id, default)).ShouldBeNull();
        (await Approvals.GetAsync(Given.Tenant, row.Id, default))!.State.ShouldBe("timedOut");
        (await Outbox.ClaimAsync(100, TimeSpan.Zero, Given.Now, default)).ShouldNotContain(message => message.Row.Type == "late");
    }

    [Fact]
    public async Task A_decision_stands_when_its_run_closes_the_question_after_it()
    {
        var (run, row) = await AskedAsync();
        await DecideAsync(Given.Tenant, row.Id);

        await Committer.CommitAsync(Given.Set(run, 2) with { ClosedApprovals = [new ApprovalClose(row.Step, "cancelled")] }, default);

        (await Approvals.GetAsync(Given.Tenant, row.Id, default))!.State.ShouldBe("approved");
    }

    [Fact]
    public async Task Questions_are_listed_newest_first_by_state_and_run()
    {
        var (first, row) = await AskedAsync();
        var (second, _) = await AskedAsync(later: TimeSpan.FromMinutes(1));
        await DecideAsync(Given.Tenant, row.Id);

        (await Approvals.ListAsync(Given.Tenant, null, null, 10, default)).Select(view => view.Run).ShouldBe([second, first]);
        (await Approvals.ListAsync(Given.Tenant, "open", null, 10, default)).Select(view => view.Run).ShouldBe([second]);
        (await Approvals.ListAsync(Given.Tenant, null, first, 10, default)).Select(view => view.Run).ShouldBe([first]);
        (await Approvals.ListAsync(Given.Tenant, null, null, 1, default)).Count.ShouldBe(1);
        (await Approvals.ListAsync("other", null, null, 10, default)).ShouldBeEmpty();
    }

    private Task<bool> DecideAsync(string tenant, Guid id) =>
        Approvals.DecideAsync(tenant, id, approved: true, "ann", null, Given.Now, Given.Message(type: "late"), default);

    private async Task<(Guid Run, ApprovalRow Row)> AskedAsync(TimeSpan later = default)
    {
        var run = await StartedAsync();
        var row = Given.Approval();
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

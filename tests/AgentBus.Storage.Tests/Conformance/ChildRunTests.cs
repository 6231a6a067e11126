using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>Runs that runs start, and the events that runs wait for.</summary>
public abstract class ChildRunTests : StoreTest
{
    private ISubscriptionStore Subscriptions => Process.GetRequiredService<ISubscriptionStore>();

    [Fact]
    public async Task A_run_that_a_run_starts_is_there_with_the_decision_that_started_it()
    {
        var parent = await StartedAsync();
        var child = Child(parent);

        (await Committer.CommitAsync(Given.Set(parent, 1) with { Children = [child] }, default)).ShouldBeTrue();

        var view = (await Queries.GetAsync(Given.Tenant, child.Id, default)).ShouldNotBeNull();
        (view.Status, view.Name, view.Parent, view.ParentStep, view.CreatedAt).ShouldBe(("Pending", "briefing", parent, "/do/0#1", Given.Now.AddSeconds(1)));
        (await Queries.DocumentAsync(Given.Tenant, child.Id, "input", default)).ShouldBe(child.Input.ToArray());
        (await Queries.HistoryAsync(Given.Tenant, child.Id, 0, 10, default)).ShouldHaveSingleItem().Type.ShouldBe("run.created");
        (await RunStore.LoadAsync(Given.Tenant, child.Id, default))!.Version.ShouldBe(1);
        (await Committer.CommitAsync(Given.Set(child.Id, 1), default)).ShouldBeTrue();
        (await Queries.ListAsync(Given.Tenant, new RunFilter(Parent: parent), 10, null, default)).ShouldHaveSingleItem().Id.ShouldBe(child.Id);
        (await Queries.GetAsync(Given.Tenant, parent, default))!.Parent.ShouldBeNull();
    }

    [Fact]
    public async Task A_lost_set_starts_nothing_and_a_child_that_is_there_stays_as_it_is()
    {
        var parent = await StartedAsync();
        var child = Child(parent);
        (await Committer.CommitAsync(Given.Set(parent, 7) with { Children = [child], Subscriptions = [new SubscriptionRow("s", "a")] }, default)).ShouldBeFalse();
        (await Queries.GetAsync(Given.Tenant, child.Id, default)).ShouldBeNull();
        (await Subscriptions.OfRunAsync(Given.Tenant, parent, default)).ShouldBeEmpty();

        await Committer.CommitAsync(Given.Set(parent, 1) with { Children = [child] }, default);
        await Committer.CommitAsync(Given.Set(child.Id, 1), default);
        (await Committer.CommitAsync(Given.Set(parent, 2) with { Children = [child] }, default)).ShouldBeTrue();
        (await Queries.GetAsync(Given.Tenant, child.Id, default))!.Status.ShouldBe("Running");
        (await Queries.HistoryAsync(Given.Tenant, child.Id, 0, 10, default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_event_is_delivered_once_to_each_run_of_the_tenant_that_waits_for_its_type()
    {
        var one = await WaitingAsync(new SubscriptionRow("a", "paid"), new SubscriptionRow("b", "paid"));
        var any = await WaitingAsync(new SubscriptionRow("a", null));
        await WaitingAsync(new SubscriptionRow("a", "refunded"));
        var foreign = await StartedAsync("other");
        await Committer.CommitAsync(Given.Set(foreign, 1, "other") with { Subscriptions = [new SubscriptionRow("a", "paid")] }, default);

        (await DeliverAsync("paid")).ShouldBe(2);
        (await DeliverAsync("paid")).ShouldBe(2);

        var sent = (await Outbox.ClaimAsync(100, TimeSpan.Zero, Given.Now.AddDays(1), default)).Where(message => message.Row.Type == "DeliverEvent");
        sent.Select(message => message.Run).ShouldBe([one, any], ignoreOrder: true);
        (await DeliverAsync("unknown")).ShouldBe(1);
    }

    [Fact]
    public async Task A_step_that_stops_waiting_gets_nothing_more()
    {
        var run = await WaitingAsync(new SubscriptionRow("a", "paid"), new SubscriptionRow("b", "shipped"));

        await Committer.CommitAsync(Given.Set(run, 2) with { ClosedSubscriptions = ["a"], Subscriptions = [new SubscriptionRow("c", null)] }, default);

        (await Subscriptions.OfRunAsync(Given.Tenant, run, default)).ShouldBe([new SubscriptionRow("b", "shipped"), new SubscriptionRow("c", null)]);
    }

    private async Task<Guid> WaitingAsync(params SubscriptionRow[] subscriptions)
    {
        var run = await StartedAsync();
        (await Committer.CommitAsync(Given.Set(run, 1) with { Subscriptions = subscriptions }, default)).ShouldBeTrue();
        return run;
    }

    private Task<int> DeliverAsync(string type) => Subscriptions.DeliverAsync(
        Given.Tenant, type, run => Given.Message(type: "DeliverEvent") with { MessageId = NaturalId.Of(run.ToString(), type) }, default);

    private static NewRun Child(Guid parent) => Given.NewRun() with { Parent = (parent, "/do/0#1") };
}

public sealed class SqliteChildRunTests : ChildRunTests
{
    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());
}

public sealed class PostgresChildRunTests : ChildRunTests
{
    protected override Task<StoreBed> CreateBedAsync() => PostgresBed.CreateAsync();
}

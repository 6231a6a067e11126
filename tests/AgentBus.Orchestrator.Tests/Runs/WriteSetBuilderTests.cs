using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Orchestrator.Registry;
using AgentBus.Orchestrator.Runs;
using AgentBus.Orchestrator.Saga;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Workers;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Tests.Runs;

public sealed class WriteSetBuilderTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly LoadedRun Run = new(Guid.Parse("0199a1b2-0000-7000-8000-000000000001"), "default", 3, "Running", "shop", "refund", "1.0.0", []);
    private static readonly AttemptOrder Order = new("/do/0/a#1", 2, "/do/0/a", "judge", "key", JsonElement.Parse("""{"n":1}"""));

    [Fact]
    public void A_dispatch_goes_to_the_queue_of_its_agent_with_all_it_needs()
    {
        var row = Build([new Effect.Dispatch(Order with { Models = new ModelWishes(true, 0.7, "local-only") })]).Outbox.Single();

        row.Exchange.ShouldBe(Queues.Agent("judge"));
        row.Due.ShouldBe(Now);
        var sent = JsonSerializer.Deserialize(row.Body.Span, ContractsJson.Default.DispatchAttempt)!;
        sent.Run.ShouldBe(Run.Id);
        sent.Attempt.ShouldBe(2);
        sent.Input.GetProperty("n").GetInt32().ShouldBe(1);
        sent.Models.ShouldBe(new AttemptModels(true, 0.7, "local-only"));
        sent.Workflow.ShouldBe(new WorkflowRef("shop", "refund", "1.0.0"));
    }

    [Fact]
    public void A_decision_made_twice_makes_the_same_message()
    {
        Effect[] effects = [new Effect.Dispatch(Order), new Effect.Publish(JsonElement.Parse("""{"id":"e1","type":"refund.paid"}"""))];

        Build(effects).Outbox.Select(row => row.MessageId).ShouldBe(Build(effects).Outbox.Select(row => row.MessageId));
    }

    [Fact]
    public void A_timer_set_and_cancelled_in_one_decision_leaves_nothing_to_fire()
    {
        var set = Build([new Effect.SetTimer("t1", Now.AddMinutes(1)), new Effect.CancelTimer("t1"), new Effect.SetTimer("t2", Now.AddMinutes(2))]);

        set.Outbox.Single().Timer.ShouldBe("t2");
        set.CancelledTimers.ShouldBe(["t1"]);
    }

    [Fact]
    public void A_settled_attempt_ends_its_lease_and_adds_its_cost()
    {
        var settled = new RunEvent.AttemptSettled("/do/0/a#1", 2, new AttemptOutcome(OutcomeKind.Done, CostUsd: 0.25m, Tokens: 40));

        var set = Build([], settled);

        set.ClosedLeases.ShouldBe([new LeaseClose("/do/0/a#1", 2)]);
        set.CostUsd.ShouldBe(0.25m);
        set.Tokens.ShouldBe(40);
        set.ExpectedVersion.ShouldBe(3);
    }

    [Fact]
    public void The_end_of_a_child_adds_what_it_used_where_its_step_takes_it()
    {
        var ended = new RunEvent.ChildEnded("/do/0/a#1", Guid.NewGuid(), RunStatus.Completed, null, null, 0.25m, 40);

        var taken = Build([new Effect.Record("child.ended", "/do/0/a#1", JsonElement.Parse("{}"))], ended);
        (taken.CostUsd, taken.Tokens).ShouldBe((0.25m, 40));
        Build([], ended).CostUsd.ShouldBe(0);
    }

    [Theory]
    [InlineData("high", null, "agentbus.agent.judge.high")]
    [InlineData("low", "2.0.0", "agentbus.agent.judge:2.0.0.low")]
    [InlineData("normal", null, "agentbus.agent.judge")]
    public void A_dispatch_takes_the_lane_of_its_priority(string priority, string? version, string queue)
    {
        var row = Build([new Effect.Dispatch(Order with { Priority = priority, Version = version })], lanes: Roster(("2.0.0", true), ("2.0.0", true))).Outbox.Single();

        row.Exchange.ShouldBe(queue);
        JsonSerializer.Deserialize(row.Body.Span, ContractsJson.Default.DispatchAttempt)!.Priority.ShouldBe(priority == "normal" ? null : priority);
    }

    [Fact]
    public void While_a_live_worker_reads_no_lanes_the_plain_queue_is_used()
    {
        var lanes = Roster(("2.0.0", true), ("1.0.0", false));
        Effect[] urgent = [new Effect.Dispatch(Order with { Priority = "high" })];

        Build(urgent).Outbox.Single().Exchange.ShouldBe("agentbus.agent.judge");
        Build(urgent, lanes: lanes).Outbox.Single().Exchange.ShouldBe("agentbus.agent.judge");
        lanes.QueueFor("judge", "1.0.0", "high").ShouldBe("agentbus.agent.judge:1.0.0");
        lanes.QueueFor("judge", "2.0.0", "high").ShouldBe("agentbus.agent.judge:2.0.0.high");
        lanes.QueueFor("stranger", null, "high").ShouldBe("agentbus.agent.stranger");

        lanes.Learn([]);
        lanes.QueueFor("judge", "2.0.0", "high").ShouldBe("agentbus.agent.judge:2.0.0");
    }

    [Fact]
    public void What_an_attempt_was_worth_goes_into_its_commit_under_an_id_that_a_repetition_has_too()
    {
        Effect[] effects = [new Effect.Judge("/do/0/a#1", 2, 1, "accept", 0.25m, TimeSpan.FromSeconds(3)), new Effect.Judge("/do/0/a#1", 2, 0, "human"), new Effect.Judge("/do/0/a#1", 2, 0.5, "validation", Decision: Run.Id)];

        var rows = Build(effects).Outcomes;

        rows.Select(row => (row.Step, row.Attempt, row.Quality, row.Source, row.CostUsd, row.Took))
            .ShouldBe([("/do/0/a#1", 2, 1, "accept", 0.25m, TimeSpan.FromSeconds(3)), ("/do/0/a#1", 2, 0, "human", 0m, null), ("/do/0/a#1", 2, 0.5, "validation", 0m, null)]);
        rows[2].Decision.ShouldBe(Run.Id);
        rows.Select(row => row.Id).ShouldBe(Build(effects).Outcomes.Select(row => row.Id));
        rows.Select(row => row.Id).Distinct().Count().ShouldBe(3);
    }

    private static LaneRoster Roster(params (string Version, bool Lanes)[] workers)
    {
        var roster = new LaneRoster();
        roster.Learn([.. workers.Select((worker, i) => new WorkerRow($"w/{i}", "judge", worker.Version, [], 1, 0, Now, worker.Lanes))]);
        return roster;
    }

    private static WriteSet Build(IReadOnlyList<Effect> effects, RunEvent? happened = null, LaneRoster? lanes = null) => WriteSetBuilder.Build(
        Run, [Decided(effects, happened)], lanes ?? new LaneRoster());

    private static RunDecision Decided(IReadOnlyList<Effect> effects, RunEvent? happened = null) => new(
        new Decision(RunState.New(Run.Id, Now), effects, ReadSet.Empty), new DefinitionKey("shop", "refund", "1.0.0"), happened ?? new RunEvent.Started(), Now);
}

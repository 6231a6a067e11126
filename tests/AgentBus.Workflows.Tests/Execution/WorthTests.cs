using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

/// <summary>What models can learn from the end of an attempt.</summary>
public sealed class WorthTests
{
    private const string Plain = """
        do:
          - work:
              call: agent
              with: { agent: first, candidates: [second], input: '${ . }' }
        """;

    private const string Judged = """
        do:
          - work:
              call: agent
              with: { agent: first, candidates: [second], input: '${ . }', accept: '${ .good }', outputSchema: { type: object, required: [good] } }
        """;

    private const string Planned = """
        do:
          - work:
              call: plan
              with: { agent: planner, goal: 'Do it.', agents: [first], approve: true }
        """;

    [Fact]
    public void A_step_that_completes_was_right() =>
        Told(Workflow.Host(Plain).Agent("first", _ => AgentReply.Done(1).Costing(0.25m, 100)).Run()).ShouldBe(["/do/0/work#1@1 1 accept 0.25"]);

    [Fact]
    public void An_attempt_without_models_judges_none() =>
        Told(Workflow.Host(Plain).Agent("first", _ => AgentReply.Done(1)).Run()).ShouldBeEmpty();

    [Fact]
    public void What_says_nothing_of_a_model_is_not_held_against_it()
    {
        var attempts = 0;
        var host = Workflow.Host(Plain).Agent("first", _ => attempts++ switch
        {
            0 => AgentReply.Transient("net").Costing(0.25m),
            1 => AgentReply.RateLimited(TimeSpan.FromMinutes(1)).Costing(0.25m),
            2 => AgentReply.Permanent("bug").Costing(0.25m),
            _ => throw new InvalidOperationException(),
        }).Agent("second", _ => AgentReply.Done(1).Costing(0.5m));

        Told(host.Run()).ShouldBe(["/do/0/work#1@4 1 accept 0.5"]);
    }

    [Fact]
    public void The_schema_accept_and_a_refusal_judge_against_it()
    {
        var attempts = 0;
        var host = Workflow.Host(Judged).Agent("first", _ => (attempts++ switch
        {
            0 => AgentReply.Done(new { bad = 1 }),
            1 => AgentReply.Done(new { good = false }),
            _ => AgentReply.Refused("not this"),
        }).Costing(0.25m)).Agent("second", _ => AgentReply.Done(new { good = true }).Costing(0.5m));

        Told(host.Run()).ShouldBe(["/do/0/work#1@1 0 schema 0.25", "/do/0/work#1@2 0 accept 0.25", "/do/0/work#1@3 0 accept 0.25", "/do/0/work#1@4 1 accept 0.5"]);
    }

    [Theory]
    [InlineData(true, "/do/0/work#1@1 1 human 0")]
    [InlineData(false, "/do/0/work#1@1 0 human 0")]
    public void A_person_judges_a_plan(bool approved, string worth)
    {
        var plan = Workflow.Json("""{ "do": [ { "a": { "call": "agent", "with": { "agent": "first" } } } ] }""");
        var run = Workflow.Host(Planned).Agent("planner", _ => AgentReply.Done(plan).Costing(0.25m)).Agent("first", _ => AgentReply.Done(1)).Run();
        run.Decide(approved);

        Told(run).ShouldBe(["/do/0/work#1@1 1 schema 0.25", worth]);
    }

    private static List<string> Told(TestRun run) => [.. run.Judged.Select(worth => FormattableString.Invariant($"{worth.Step}@{worth.Attempt} {worth.Quality} {worth.Source} {worth.CostUsd}"))];
}

using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

public sealed class CacheTests
{
    private const string Cached = """
        do:
          - work:
              call: agent
              with:
                agent: first
                candidates: [second]
                input: '${ . }'
                cache: { key: '${ {a: .a, b: .b} }', ttl: PT1H }
                accept: '${ .n < 10 }'
                outputSchema: { type: object, properties: { n: { type: number } }, required: [n] }
        """;

    [Fact]
    public void A_second_run_with_the_same_key_gets_the_first_one_s_output_at_no_cost()
    {
        var asked = 0;
        var host = Workflow.Host(Cached).Agent("first", _ => AgentReply.Done(new { n = ++asked }).Costing(0.5m, 10));
        var first = host.Run(new { a = 1, b = new { x = 1, y = 2 } });

        var second = host.Run(new { b = new { y = 2, x = 1 }, a = 1, other = "not part of the key" });

        asked.ShouldBe(1);
        second.Output.ShouldBeJson("""{ "n": 1 }""");
        second.Dispatched.ShouldBeEmpty();
        second.Step("work").CostUsd.ShouldBe(0);
        second.Step("work").Reason.ShouldBe($"cached: made by /do/0/work#1 of run {first.State.Run}");
        second.HistoryOf("work").ShouldBe(["step.started", "cache.hit", "step.completed"]);
        second.History.Single(entry => entry.Type == "cache.hit").Data.GetProperty("run").GetGuid().ShouldBe(first.State.Run);
    }

    [Fact]
    public void Another_key_is_another_output()
    {
        var asked = 0;
        var host = Workflow.Host(Cached).Agent("first", _ => AgentReply.Done(new { n = ++asked }));
        host.Run(new { a = 1 });

        host.Run(new { a = 2 }).Output.ShouldBeJson("""{ "n": 2 }""");
    }

    [Fact]
    public void An_output_is_used_again_only_until_its_time_is_over()
    {
        var asked = 0;
        var host = Workflow.Host("""
            do:
              - early: { call: agent, with: { agent: first, cache: { key: k, ttl: PT1H } } }
              - soon: { wait: PT59M }
              - hit: { call: agent, with: { agent: first, cache: { key: k, ttl: PT1H } } }
              - later: { wait: PT2M }
              - miss: { call: agent, with: { agent: first, cache: { key: k, ttl: PT1H } } }
            """).Agent("first", _ => AgentReply.Done(++asked));

        var run = host.Run();

        run.Output.ShouldBeJson("2");
        run.HistoryOf("hit").ShouldContain("cache.hit");
        run.HistoryOf("miss").ShouldNotContain("cache.hit");
    }

    [Fact]
    public void A_rejected_output_is_never_kept()
    {
        var asked = 0;
        var host = Workflow.Host(Cached).Agent("first", _ => AgentReply.Done(new { n = ++asked == 1 ? 99 : asked }));
        var first = host.Run(new { a = 1 });

        first.Dispatched.Count.ShouldBe(2);
        first.Dispatched[1].Feedback.ShouldNotBeNull().ShouldContain(".n < 10 is false");
        host.Run(new { a = 1 }).Output.ShouldBeJson("""{ "n": 2 }""");
    }

    [Fact]
    public void What_the_fallen_back_to_agent_made_is_not_the_first_one_s()
    {
        var up = false;
        var host = Workflow.Host(Cached)
            .Agent("first", _ => up ? AgentReply.Done(new { n = 1 }) : AgentReply.Permanent("down"))
            .Agent("second", _ => AgentReply.Done(new { n = 2 }));
        host.Run(new { a = 1 }).Output.ShouldBeJson("""{ "n": 2 }""");
        up = true;

        host.Run(new { a = 1 }).Output.ShouldBeJson("""{ "n": 1 }""");
        up = false;
        host.Run(new { a = 1 }).Output.ShouldBeJson("""{ "n": 1 }""");
    }

    [Fact]
    public void A_rejected_output_names_every_error_of_its_schema()
    {
        var run = Workflow.Host(Cached).Agent("first", call => AgentReply.Done(call.Attempt == 1 ? new { m = 1 } : new { n = 1 })).Run(new { a = 1 });

        run.Dispatched[1].Feedback.ShouldNotBeNull().ShouldContain("does not fit its schema");
    }

    [Fact]
    public void Memories_count_only_when_their_attempt_completes_the_step()
    {
        var note = new MemoryNote("seen", Workflow.Json("1"), TimeSpan.FromHours(1));
        var replies = new Queue<AgentReply>([AgentReply.Transient("busy"), AgentReply.Done(1)]);
        var host = Workflow.Host("do: [ { work: { call: agent, with: { agent: first } } } ]").Agent("first", _ =>
        {
            var reply = replies.Dequeue();
            return reply with { Outcome = reply.Outcome! with { Memories = [note with { Key = $"{reply.Outcome.Kind}" }] } };
        });
        var run = host.Run();

        run.Remembered.Single().Key.ShouldBe("Done");
        run.Remembered.Single().ExpiresAt.ShouldBe(run.Now + TimeSpan.FromHours(1));
    }
}

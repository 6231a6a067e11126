using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

public sealed class ForTests
{
    private const string Gather = """
        do:
          - gather:
              for: { each: source, in: .sources }
              metadata: { agentbus: { maxConcurrency: 2, toleratedFailurePercentage: 50 } }
              do:
                - read:
                    call: agent
                    with: { agent: research, input: { source: '${ $source }', number: '${ $index }' } }
                    metadata: { agentbus: { onExhausted: fail } }
        """;

    [Fact]
    public void One_by_one_each_item_gets_the_output_of_the_one_before()
    {
        var run = Workflow.Host("""
            do:
              - loop:
                  for: { each: color, in: .colors, at: i }
                  do:
                    - mark: { set: { seen: '${ .seen + [$color] }', indexes: '${ .indexes + [$i] }' } }
            """).Run(new { colors = new[] { "red", "green" } });

        run.Output.ShouldBeJson("""{ "seen": ["red", "green"], "indexes": [0, 1] }""");
        run.Steps.Select(step => step.Step).ShouldContain("/do/0/loop/do/0/mark[1]#1");
    }

    [Fact]
    public void While_ends_the_loop_with_what_it_has()
    {
        var run = Workflow.Host("""
            do:
              - loop:
                  for: { each: n, in: '[1, 2, 3, 4]' }
                  while: (.sum // 0) < 3
                  do:
                    - add: { set: { sum: '${ (.sum // 0) + $n }' } }
            """).Run();

        run.Output.ShouldBeJson("""{ "sum": 3 }""");
    }

    [Fact]
    public void In_parallel_no_more_than_allowed_run_and_outputs_keep_the_order_of_items()
    {
        var host = Workflow.Host(Gather);
        var running = new List<int>();
        TestRun? run = null;
        host.Agent("research", call => AgentReply.Done(new { read = call.Input.GetProperty("source").GetString() })
            .Taking(TimeSpan.FromSeconds(10 - call.Input.GetProperty("number").GetInt32())));
        run = host.Start(new { sources = new[] { "a", "b", "c", "d", "e" } });
        while (run.Status == RunStatus.Running)
        {
            running.Add(run.Steps.Count(step => step.Name == "read" && step.Status == StepStatus.Running));
            run.Skip(TimeSpan.FromSeconds(1));
        }

        run.Output.ShouldBeJson("""[{"read":"a"},{"read":"b"},{"read":"c"},{"read":"d"},{"read":"e"}]""");
        running.Max().ShouldBe(2);
    }

    [Fact]
    public void A_tolerated_failure_is_its_error_object_in_the_output()
    {
        var host = Workflow.Host(Gather);
        host.Agent("research", call => call.Input.GetProperty("source").GetString() == "b"
            ? AgentReply.Permanent("no such file", "source-not-found")
            : AgentReply.Done("fine"));

        var run = host.Run(new { sources = new[] { "a", "b", "c" } });

        run.Status.ShouldBe(RunStatus.Completed);
        run.Output!.Value[1].GetProperty("code").GetString().ShouldBe("source-not-found");
        run.Output!.Value[2].GetString().ShouldBe("fine");
        run.Step("gather").Reason.ShouldBe("1 of 3 items failed");
    }

    [Theory]
    [InlineData(2, RunStatus.Completed)]
    [InlineData(3, RunStatus.Faulted)]
    public void Exactly_the_tolerated_share_may_fail(int failures, RunStatus status)
    {
        var host = Workflow.Host(Gather);
        host.Agent("research", call => call.Input.GetProperty("number").GetInt32() < failures ? AgentReply.Permanent("no") : AgentReply.Done(1));

        host.Run(new { sources = new[] { "a", "b", "c", "d" } }).Status.ShouldBe(status);
    }

    [Fact]
    public void More_failures_than_tolerated_fault_the_loop_and_cancel_the_rest()
    {
        var host = Workflow.Host(Gather);
        host.Agent("research", call => call.Input.GetProperty("number").GetInt32() < 2
            ? AgentReply.Permanent("no").Taking(TimeSpan.FromSeconds(1))
            : AgentReply.Done("late").Taking(TimeSpan.FromHours(1)));

        var run = host.Run(new { sources = new[] { "a", "b", "c" } });

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.Text("instance").ShouldBe("/do/0/gather/do/0/read");
        run.Steps.Single(step => step.Step.Contains("read[2]")).Status.ShouldBe(StepStatus.Cancelled);
    }

    [Fact]
    public void Batches_are_handed_to_the_body_as_arrays()
    {
        var run = Workflow.Host("""
            do:
              - sums:
                  for: { each: few, in: '[range(5)]' }
                  metadata: { agentbus: { maxConcurrency: 3, batchSize: 2 } }
                  do:
                    - add: { set: '${ $few | add }' }
            """).Run();

        run.Output.ShouldBeJson("[1, 5, 4]");
    }

    [Theory]
    [InlineData("")]
    [InlineData("metadata: { agentbus: { maxConcurrency: 3 } }")]
    public void Without_items_a_loop_is_done_at_once(string metadata)
    {
        var run = Workflow.Host($$"""
            do:
              - none:
                  for: { each: x, in: '[]' }
                  {{metadata}}
                  do:
                    - never: { set: { n: 1 } }
            """).Run(new { before = true });

        run.Output.ShouldBeJson(metadata.Length == 0 ? """{ "before": true }""" : "[]");
    }

    [Fact]
    public void Something_that_is_no_array_cannot_be_looped_over()
    {
        var run = Workflow.Host("""
            do:
              - loop:
                  for: { each: x, in: .missing }
                  do:
                    - never: { set: { n: 1 } }
            """).Run();

        run.Error.Text("detail").ShouldContain("a for needs an array; this is of type null");
    }

    [Fact]
    public void A_collected_array_can_be_looped_over_without_a_copy()
    {
        var run = Workflow.Host("""
            do:
              - first:
                  for: { each: x, in: '[1, 2, 3]' }
                  metadata: { agentbus: { maxConcurrency: 2 } }
                  do:
                    - double: { set: '${ $x * 2 }' }
              - second:
                  for: { each: x, in: . }
                  metadata: { agentbus: { maxConcurrency: 2 } }
                  do:
                    - again: { set: '${ $x * 2 }' }
            """).Run();

        run.Output.ShouldBeJson("[4, 8, 12]");
    }

    [Fact]
    public void Loops_inside_loops_have_an_index_each()
    {
        var run = Workflow.Host("""
            do:
              - outer:
                  for: { each: row, in: '[[1, 2], [3]]' }
                  metadata: { agentbus: { maxConcurrency: 2 } }
                  do:
                    - inner:
                        for: { each: cell, in: $row }
                        metadata: { agentbus: { maxConcurrency: 2 } }
                        do:
                          - show: { set: '${ [$row, $cell, $index] }' }
            """).Run();

        run.Output.ShouldBeJson("[[[[1,2],1,0],[[1,2],2,1]],[[[3],3,0]]]");
        run.Steps.Select(step => step.Step).ShouldContain("/do/0/outer/do/0/inner/do/0/show[0][1]#1");
    }
}

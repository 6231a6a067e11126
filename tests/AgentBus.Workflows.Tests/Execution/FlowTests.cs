using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

public sealed class FlowTests
{
    [Fact]
    public void Each_task_gets_the_output_of_the_one_before()
    {
        var run = Workflow.Host("""
            do:
              - red: { set: { colors: '${ .colors + ["red"] }' } }
              - inner:
                  do:
                    - green: { set: { colors: '${ .colors + ["green"] }' } }
              - blue: { set: { colors: '${ .colors + ["blue"] }' } }
            """).Run();

        run.Status.ShouldBe(RunStatus.Completed);
        run.Output.ShouldBeJson("""{ "colors": ["red", "green", "blue"] }""");
        run.Steps.Select(step => step.Step).ShouldBe(
            ["/do/0/red#1", "/do/1/inner#1", "/do/1/inner/do/0/green#1", "/do/2/blue#1"], ignoreOrder: true);
        run.Steps.ShouldAllBe(step => step.Status == StepStatus.Completed && step.EndedAt == run.Now);
    }

    [Fact]
    public void Then_names_the_next_task_and_end_ends_the_run()
    {
        var run = Workflow.Host("""
            do:
              - red: { set: { c: '${ .c + ["red"] }' }, then: green }
              - blue: { set: { c: '${ .c + ["blue"] }' }, then: end }
              - green: { set: { c: '${ .c + ["green"] }' }, then: blue }
            """).Run();

        run.Output.ShouldBeJson("""{ "c": ["red", "green", "blue"] }""");
    }

    [Fact]
    public void End_inside_a_nested_list_ends_the_run_and_exit_only_the_list()
    {
        var run = Workflow.Host("""
            do:
              - first:
                  do:
                    - a: { set: { n: 1 }, then: exit }
                    - never: { set: { n: 100 } }
              - second:
                  do:
                    - b: { set: { n: '${ .n + 1 }' }, then: end }
              - never: { set: { n: 1000 } }
            """).Run();

        run.Output.ShouldBeJson("""{ "n": 2 }""");
    }

    [Fact]
    public void A_task_that_is_visited_again_gets_a_new_step()
    {
        var run = Workflow.Host("""
            do:
              - count: { set: { n: '${ (.n // 0) + 1 }' } }
              - again:
                  switch:
                    - more: { when: '.n < 3', then: count }
                    - done: { then: end }
            """).Run();

        run.Output.ShouldBeJson("""{ "n": 3 }""");
        run.Steps.Select(step => step.Step).ShouldBe(
            ["/do/0/count#1", "/do/1/again#1", "/do/0/count#2", "/do/1/again#2", "/do/0/count#3", "/do/1/again#3"], ignoreOrder: true);
    }

    [Fact]
    public void A_long_loop_without_waiting_yields_and_can_be_cancelled()
    {
        var definition = Workflow.Host("""
            do:
              - spin: { set: { n: '${ (.n // 0) + 1 }' }, then: spin }
            """).Definition;
        var driver = new Driver(definition, Workflow.Json("{}"));
        driver.Handle(new RunEvent.Started());
        driver.Handle(new RunEvent.TimerElapsed(driver.Timers.Single()));

        driver.State.Status.ShouldBe(RunStatus.Running);
        driver.Steps.Count.ShouldBe(1000);
        driver.Handle(new RunEvent.CancelRequested(Guid.NewGuid(), "tester"));
        driver.State.Status.ShouldBe(RunStatus.Cancelled);
    }

    [Theory]
    [InlineData("red", "setRed")]
    [InlineData("pink", "setOther")]
    public void A_switch_takes_the_first_case_that_holds_or_the_one_without_a_condition(string color, string chosen)
    {
        var run = Workflow.Host("""
            do:
              - choose:
                  switch:
                    - other: { then: setOther }
                    - red: { when: '.color == "red"', then: setRed }
              - setRed: { set: { chosen: setRed }, then: end }
              - setOther: { set: { chosen: setOther }, then: end }
            """).Run(new { color });

        run.Output.ShouldBeJson($$"""{ "chosen": "{{chosen}}" }""");
    }

    [Fact]
    public void A_switch_without_a_case_that_holds_follows_its_own_directive()
    {
        var run = Workflow.Host("""
            do:
              - choose:
                  switch:
                    - red: { when: '.color == "red"', then: setRed }
                  then: end
              - setRed: { set: { chosen: red } }
            """).Run(new { color = "blue" });

        run.Output.ShouldBeJson("""{ "color": "blue" }""");
    }

    [Fact]
    public void A_task_whose_condition_is_false_is_skipped_and_its_input_goes_on()
    {
        var run = Workflow.Host("""
            do:
              - first: { set: { n: 1 } }
              - second: { if: '${ .n > 1 }', set: { n: 2 }, then: end }
              - third: { set: { n: '${ .n + 10 }' } }
            """).Run();

        run.Output.ShouldBeJson("""{ "n": 11 }""");
        run.Step("second").Status.ShouldBe(StepStatus.Skipped);
    }

    [Fact]
    public void An_expression_that_fails_faults_the_run_and_says_where()
    {
        var run = Workflow.Host("""
            do:
              - broken: { set: { n: '${ .a.b.c + {} }' } }
            """).Run(new { a = "text" });

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.Text("type").ShouldEndWith("/expression");
        run.Error.Text("instance").ShouldBe("/do/0/broken");
        run.Error.Text("detail").ShouldContain("/do/0/broken/set/n");
        run.Step("broken").Status.ShouldBe(StepStatus.Faulted);
    }

    [Fact]
    public void An_expression_with_several_values_is_refused_with_a_way_out()
    {
        var run = Workflow.Host("""
            do:
              - broken: { set: { n: '${ .list[] }' } }
            """).Run(new { list = new[] { 1, 2 } });

        run.Error.Text("detail").ShouldContain("it made 2 values where one is wanted; put it in [ ]");
    }
}

using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

public class ExtensionTests
{
    private const string Logging = """
        use:
          extensions:
            - logging:
                extend: set
                when: $task.name != "quiet"
                before: [{say: {emit: {event: {with: {source: 'https://x/', type: before, data: '${ $task.reference }'}}}}}]
                after: [{tell: {emit: {event: {with: {source: 'https://x/', type: after, data: '${ . }'}}}}}]
        """;

    [Fact]
    public void What_runs_before_and_after_leaves_the_tasks_data_alone()
    {
        var run = Workflow.Host(Logging + "\n" + """
            do:
              - one: {set: {n: '${ .n + 1 }'}}
              - two: {do: [{inside: {set: {n: '${ .n * 10 }'}}}]}
              - quiet: {set: {n: '${ .n + 1 }'}}
            """).Run(new { n = 1 });
        run.Output.ShouldBeJson("""{"n": 21}""");
        run.Published.Select(e => $"{e.GetProperty("type")} {e.GetProperty("data")}").ShouldBe(
            ["before /do/0/one", "after {\"n\":2}", "before /do/1/two/do/0/inside", "after {\"n\":20}"]);
    }

    [Fact]
    public void A_list_that_leaves_by_exit_answers_for_the_task()
    {
        var run = Workflow.Host("""
            use:
              extensions:
                - mock:
                    extend: call
                    when: $task.definition.with.endpoint.uri | startswith("https://mocked.example")
                    before: [{answer: {set: {mocked: '${ $task.name }'}, then: exit}}]
                    after: [{never: {raise: {error: {type: 'https://x/never', status: 500}}}}]
            do:
              - a: {call: http, with: {method: get, endpoint: {uri: 'https://mocked.example/x'}}}
              - b: {call: http, with: {method: get, endpoint: {uri: 'https://real.example/x'}}, input: {from: .}}
            """).Agent("calls", call => AgentReply.Done(new { real = call.Order.Task })).Run();
        run.Dispatched.ShouldHaveSingleItem().Task.ShouldBe("/do/1/b");
        run.Output.ShouldBeJson("""{"real": "/do/1/b"}""");
        run.Steps.First(step => step.Name == "a").Reason.ShouldBe("the extension mock answered for the task");
        run.History.Single(entry => entry.Step == "/do/0/a/extensions/mock#1" && entry.Type == "step.completed").Data.GetProperty("output")
            .ShouldBeJson("""{"mocked": "a"}""");
    }

    [Fact]
    public void Directives_of_the_task_hold_after_what_comes_after()
    {
        var run = Workflow.Host("""
            use:
              extensions:
                - counting: {extend: all, after: [{count: {emit: {event: {with: {source: 'https://x/', type: '${ $task.name }'}}}}}]}
            do:
              - choose: {switch: [{a: {when: .go, then: last}}, {b: {then: end}}]}
              - skipped: {set: {x: 1}}
              - last: {set: {x: 2}, then: end}
              - never: {set: {x: 3}}
            """).Run(new { go = true });
        run.Output.ShouldBeJson("""{"x": 2}""");
        run.Published.Select(e => e.GetProperty("type").GetString()).ShouldBe(["choose", "last"]);
    }

    [Fact]
    public void A_task_whose_condition_is_false_is_not_extended()
    {
        var run = Workflow.Host($"{Logging}\ndo:\n  - a: {{if: .no, set: {{x: 1}}}}").Run(new { no = false });
        run.Published.ShouldBeEmpty();
        run.Output.ShouldBeJson("""{"no": false}""");
    }

    [Fact]
    public void A_restart_of_the_task_begins_with_what_comes_before_it()
    {
        var run = Workflow.Host(Logging + "\n" + """
            do:
              - one: {set: {n: '${ .n + 1 }'}}
              - stop: {raise: {error: {type: 'https://x/no', status: 500}}}
            """).Run(new { n = 1 });
        run.Status.ShouldBe(RunStatus.Faulted);
        run.Restart("/do/0/one");
        run.Published.Count(e => e.GetProperty("type").GetString() == "before").ShouldBe(2);
        run.Steps.Where(step => step.Name == "stop").Select(step => step.Status).ShouldBe([StepStatus.Faulted, StepStatus.Faulted]);
    }

    [Fact]
    public void Several_extensions_stand_around_each_other_in_order()
    {
        static string One(string name) =>
            $"    - {name}: {{extend: all, before: [{{x: {{emit: {{event: {{with: {{source: 'https://x/', type: {name}-before}}}}}}}}}}], "
            + $"after: [{{y: {{emit: {{event: {{with: {{source: 'https://x/', type: {name}-after}}}}}}}}}}]}}";
        Workflow.Host($"use:\n  extensions:\n{One("outer")}\n{One("inner")}\ndo:\n  - a: {{set: {{x: 1}}}}").Run()
            .Published.Select(e => e.GetProperty("type").GetString()).ShouldBe(["outer-before", "inner-before", "inner-after", "outer-after"]);
    }

    [Fact]
    public void A_failed_task_fails_with_its_own_path() =>
        Workflow.Host($"{Logging}\ndo:\n  - a: {{set: {{x: '${{ error(\"no\") }}'}}}}").Run().Error.Text("instance").ShouldBe("/do/0/a");
}

using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

public class FunctionTests
{
    private const string Double = """
        use:
          functions:
            double:
              input: {schema: {document: {type: object, required: [n]}}}
              do:
                - times: {set: {n: '${ .n * 2 }'}}
            fourfold:
              do:
                - once: {call: double, with: {n: '${ .n }'}}
                - twice: {call: double}
        """;

    [Fact]
    public void A_function_runs_on_its_arguments_each_call_with_steps_of_its_own()
    {
        var run = Workflow.Host(Double + "\n" + """
            do:
              - first: {call: double, with: {n: 5}}
              - second: {call: double}
            """).Run();
        run.Output.ShouldBeJson("""{"n": 20}""");
        run.Steps.Where(step => step.Name == "times").Select(step => step.Task)
            .ShouldBe(["/do/0/first/call/double/do/0/times", "/do/1/second/call/double/do/0/times"]);
    }

    [Fact]
    public void A_function_may_call_another() =>
        Workflow.Host($"{Double}\ndo:\n  - x: {{call: fourfold, with: {{n: 3}}}}").Run().Output.ShouldBeJson("""{"n": 12}""");

    [Fact]
    public void A_run_that_failed_in_a_function_is_retried_there()
    {
        var attempts = 0;
        var run = Workflow.Host("""
            use: {functions: {get: {call: http, with: {method: get, endpoint: 'https://x.example/{id}'}}}}
            do:
              - before: {set: {id: 4}}
              - x: {call: get}
            """).Agent("calls", _ => ++attempts == 1 ? AgentReply.Permanent("gone", "communication-404") : AgentReply.Done(attempts)).Run();
        run.Error.Text("instance").ShouldBe("/do/1/x/call/get");
        run.Retry();
        run.Output.ShouldBeJson("2");
        run.Dispatched[1].Input.GetProperty("with").GetProperty("endpoint").GetProperty("uri").GetString().ShouldBe("https://x.example/4");
    }

    [Fact]
    public void A_functions_input_is_checked_by_its_schema()
    {
        var run = Workflow.Host($"{Double}\ndo:\n  - x: {{call: double, with: {{m: 3}}}}").Run();
        run.Error.Text("instance").ShouldBe("/do/0/x/call/double");
        run.Error.Text("type").ShouldEndWith("/validation");
    }

    [Fact]
    public void A_function_sees_no_variable_of_its_caller()
    {
        var problem = Should.Throw<ArgumentException>(() => Workflow.Host("""
            use: {functions: {f: {set: {x: '${ $item }'}}}}
            do:
              - each: {for: {in: '${ . }'}, do: [{x: {call: f}}]}
            """));
        problem.Message.ShouldContain("/use/functions/f/set/x: Task 'f': the expression '$item' reads $item, which is not defined here");
    }

    [Fact]
    public void In_a_loop_every_item_calls_it_anew() =>
        Workflow.Host(Double + "\n" + """
            do:
              - each:
                  for: {in: '${ .items }'}
                  metadata: {agentbus: {maxConcurrency: 2}}
                  do: [{x: {call: double, with: {n: '${ $item }'}}}]
            """).Run(new { items = new[] { 1, 2, 3 } }).Output.ShouldBeJson("""[{"n": 2}, {"n": 4}, {"n": 6}]""");

    [Fact]
    public void Functions_that_multiply_each_other_meet_the_limit_of_tasks()
    {
        var functions = string.Join("\n", Enumerable.Range(0, 20).Select(i =>
            $"    f{i}: {{do: [{{a: {{call: f{i + 1}}}}}, {{b: {{call: f{i + 1}}}}}]}}"));
        Should.Throw<ArgumentException>(() => Workflow.Host($"use:\n  functions:\n{functions}\n    f20: {{set: {{x: 1}}}}\ndo:\n  - x: {{call: f0}}"))
            .Message.ShouldContain("more than 10000 tasks");
    }
}

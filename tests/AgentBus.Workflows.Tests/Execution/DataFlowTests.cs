using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

public sealed class DataFlowTests
{
    [Fact]
    public void Input_from_and_output_as_transform_and_input_keeps_the_transformed_input()
    {
        var run = Workflow.Host("""
            do:
              - player:
                  input: { from: .user }
                  set: { id: '${ .name }' }
                  output: { as: '{ id: .id, was: $input.name, raw: $task.input.user.name }' }
            """).Run(new { user = new { name = "Ada" } });

        run.Output.ShouldBeJson("""{ "id": "Ada", "was": "Ada", "raw": "Ada" }""");
    }

    [Fact]
    public void Export_makes_the_context_that_later_tasks_read()
    {
        var run = Workflow.Host("""
            do:
              - first: { set: { n: 1 }, export: { as: '{ seen: .n }' } }
              - second: { set: { n: 2 }, export: { as: '$context + { also: $output.n }' } }
              - third: { set: '${ $context }' }
            """).Run();

        run.Output.ShouldBeJson("""{ "seen": 1, "also": 2 }""");
    }

    [Fact]
    public void Workflow_task_and_runtime_describe_themselves()
    {
        var run = Workflow.Host("""
            do:
              - who:
                  set:
                    name: ${ $workflow.definition.document.name }
                    topic: ${ $workflow.input.topic }
                    task: ${ $task.name }
                    where: ${ $task.reference }
                    def: ${ $task.definition.set.task }
                    runtime: ${ $runtime.name }
                    at: ${ $workflow.startedAt.epoch.seconds }
            """).Run(new { topic = "bees" });

        run.Output.ShouldBeJson("""
            { "name": "example", "topic": "bees", "task": "who", "where": "/do/0/who", "def": "${ $task.name }", "runtime": "AgentBus", "at": 1893456000 }
            """);
    }

    [Fact]
    public void The_runs_own_input_and_output_are_transformed_too()
    {
        var run = Workflow.Host("""
            input: { from: .body }
            output: { as: '{ answer: .n }' }
            do:
              - add: { set: { n: '${ .n + 1 }' } }
            """).Run(new { body = new { n = 41 } });

        run.Output.ShouldBeJson("""{ "answer": 42 }""");
    }

    [Fact]
    public void Input_that_breaks_the_schema_faults_the_run()
    {
        var run = Workflow.Host("""
            input:
              schema: { document: { type: object, required: [topic] } }
            do:
              - never: { set: { n: 1 } }
            """).Run(new { other = 1 });

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.Text("type").ShouldEndWith("/validation");
        run.Steps.ShouldBeEmpty();
    }

    [Fact]
    public void Output_that_breaks_the_schema_faults_its_step_and_can_be_caught()
    {
        var run = Workflow.Host("""
            do:
              - guard:
                  try:
                    - make:
                        set: { n: text }
                        output: { schema: { document: { properties: { n: { type: number } } } } }
                  catch:
                    do:
                      - report: { set: { title: '${ $error.title }', where: '${ $error.instance }' } }
            """).Run();

        run.Output.ShouldBeJson("""{ "title": "The output does not fit its schema", "where": "/do/0/guard/try/0/make" }""");
    }

    [Fact]
    public void A_value_over_one_megabyte_is_refused_with_path_and_size()
    {
        var run = Workflow.Host("""
            do:
              - big: { set: { text: '${ [range(40)] | map("x" * 30000) | join("") }' } }
            """).Run();

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.Text("detail").ShouldContain("/do/0/big");
        run.Error.Text("detail").ShouldContain("1.14 MB");
    }
}

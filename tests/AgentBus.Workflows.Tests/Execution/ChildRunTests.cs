using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

public sealed class ChildRunTests
{
    private const string Greeter = """
        document: { dsl: '1.0.3', namespace: tests, name: greeter, version: '1.2.0' }
        input: { schema: { document: { type: object, required: [name] } } }
        do:
          - rest: { wait: { hours: 1 } }
          - greet: { set: { greeting: '${ "Hello " + $workflow.input.name }' } }
        """;

    private const string Parent = """
        do:
          - welcome:
              run: { workflow: { namespace: tests, name: greeter, version: latest, input: { name: '${ .user }' } } }
          - shout: { set: { text: '${ .greeting | ascii_upcase }' } }
        """;

    [Fact]
    public void A_run_that_is_awaited_gives_its_output_to_the_step()
    {
        var run = Workflow.Host(Parent).Workflow(Greeter).Run(new { user = "Ada" });

        run.Output.ShouldBeJson("""{ "text": "HELLO ADA" }""");
        var child = run.Children.Single();
        child.Status.ShouldBe(RunStatus.Completed);
        child.State.Parent.ShouldBe(new ParentRun(run.State.Run, "/do/0/welcome#1", Awaits: true));
        child.State.Depth.ShouldBe(1);
        child.Input.ShouldBeJson("""{ "name": "Ada" }""");
        run.HistoryOf("welcome").ShouldBe(["step.started", "child.started", "child.ended", "step.completed"]);
    }

    [Fact]
    public void While_its_child_runs_a_run_is_running_and_says_for_which_it_waits()
    {
        var run = Workflow.Host(Parent).Workflow(Greeter).Start(new { user = "Ada" });

        run.Status.ShouldBe(RunStatus.Running);
        run.Step("welcome").Status.ShouldBe(StepStatus.Waiting);
        run.Step("welcome").Reason.ShouldBe($"waiting for run {run.Children.Single().State.Run} of tests/greeter@1.2.0");
    }

    [Fact]
    public void A_child_that_fails_fails_the_step_with_its_type_and_says_where()
    {
        var run = Workflow.Host(Parent).Workflow(Greeter).Run(new { user = (string?)null, name = 1 });
        run.Status.ShouldBe(RunStatus.Completed, "null is a name for this schema");

        run = Workflow.Host("""
            do:
              - welcome:
                  run: { workflow: { namespace: tests, name: greeter, version: 1.2.0 } }
            """).Workflow(Greeter).Run();
        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.Text("type").ShouldEndWith("/validation");
        run.Error.Text("instance").ShouldBe("/do/0/welcome");
        run.Error.Text("detail").ShouldStartWith($"Run {run.Children.Single().State.Run} failed at /input: ");
    }

    [Fact]
    public void An_error_of_the_child_can_be_caught_by_its_type()
    {
        var run = Workflow.Host("""
            do:
              - careful:
                  try:
                    - welcome: { run: { workflow: { namespace: tests, name: greeter, version: latest } } }
                  catch:
                    errors: { with: { type: 'https://serverlessworkflow.io/spec/1.0.0/errors/runtime' } }
                    do: [ { sorry: { set: { sorry: '${ $error.title }' } } } ]
            """).Workflow("tests", "greeter", _ => ChildReply.Faulted("No voice")).Run();

        run.Output.ShouldBeJson("""{ "sorry": "No voice" }""");
    }

    [Fact]
    public void A_workflow_that_is_not_there_is_a_clear_fault()
    {
        var run = Workflow.Host(Parent).Run();

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.Text("type").ShouldEndWith("/configuration");
        run.Error.Text("detail").ShouldBe("There is no definition tests/greeter. Apply it, or correct run.workflow of /do/0/welcome.");
    }

    [Fact]
    public void A_run_that_is_not_awaited_goes_on_by_itself_and_the_step_hands_its_input_on()
    {
        var run = Workflow.Host("""
            do:
              - welcome: { run: { await: false, workflow: { namespace: tests, name: greeter, version: latest, input: { name: Ada } } } }
            """).Workflow(Greeter).Run(new { kept = true });

        run.Status.ShouldBe(RunStatus.Completed);
        run.Output.ShouldBeJson("""{ "kept": true }""");
        run.Children.Single().Status.ShouldBe(RunStatus.Waiting);
        run.Children.Single().Continue();
        run.Children.Single().Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public void A_result_that_comes_twice_is_on_the_bill_once()
    {
        var run = Workflow.Host("""
            do:
              - below: { run: { workflow: { namespace: tests, name: below, version: latest } } }
            """)
            .Workflow("""
                document: { dsl: '1.0.3', namespace: tests, name: below, version: '1.0.0' }
                do:
                  - ask: { call: agent, with: { agent: slow } }
                """)
            .Agent("slow", _ => AgentReply.Silence()).Start();
        var child = run.Children.Single();
        var failed = new RunEvent.AttemptSettled(child.Dispatched[0].Step, 1, new AttemptOutcome(OutcomeKind.Transient, CostUsd: 0.2m));
        child.Handle(failed);
        var once = child.State.ToBytes();

        child.Handle(failed).Effects.ShouldBeEmpty();

        child.State.ToBytes().ShouldBe(once);
    }

    [Fact]
    public void A_timeout_of_the_step_cancels_the_child()
    {
        var run = Workflow.Host("""
            do:
              - welcome:
                  timeout: { after: { minutes: 10 } }
                  run: { workflow: { namespace: tests, name: greeter, version: latest, input: { name: Ada } } }
            """).Workflow(Greeter).Start();
        run.Skip(TimeSpan.FromMinutes(11));

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.Text("type").ShouldEndWith("/timeout");
        run.Children.Single().Status.ShouldBe(RunStatus.Cancelled);
    }

    [Fact]
    public void Cancelling_a_run_cancels_the_runs_it_waits_for()
    {
        var run = Workflow.Host(Parent).Workflow(Greeter).Start(new { user = "Ada" });
        run.Cancel(compensate: false);
        run.Skip(TimeSpan.Zero);

        run.Status.ShouldBe(RunStatus.Cancelled);
        var child = run.Children.Single();
        child.Status.ShouldBe(RunStatus.Cancelled);
        child.History.Single(entry => entry.Type == "run.cancelling").Data.GetProperty("compensate").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public void A_child_that_is_cancelled_fails_the_step()
    {
        var run = Workflow.Host(Parent).Workflow(Greeter).Start(new { user = "Ada" });
        run.Children.Single().Cancel();

        run.Skip(TimeSpan.Zero);
        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.Text("title").ShouldBe("The run was cancelled");
    }

    [Fact]
    public void A_workflow_that_runs_itself_without_end_stops_at_the_limit()
    {
        var run = Workflow.Host("""
            do:
              - again: { run: { workflow: { namespace: tests, name: example, version: latest } } }
            """).Run();

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.Text("detail").ShouldContain("below 20 others, which is the limit");
        var depth = 0;
        for (var below = run; below.Children is [var child]; below = child)
        {
            depth++;
        }

        depth.ShouldBe(20);
    }

    [Fact]
    public void A_child_started_and_given_up_in_one_decision_is_not_started()
    {
        var run = Workflow.Host("""
            do:
              - race:
                  fork:
                    compete: true
                    branches:
                      - slow: { run: { workflow: { namespace: tests, name: greeter, version: latest } } }
                      - fast: { set: { fast: true } }
            """).Workflow(Greeter).Run();

        run.Output.ShouldBeJson("""{ "fast": true }""");
        run.Children.ShouldBeEmpty();
    }

    [Fact]
    public void A_second_end_and_that_of_another_child_change_nothing()
    {
        var driver = new Driver(Workflow.Host(Parent).Definition, Workflow.Json("""{ "user": "Ada" }"""));
        driver.Know("tests", "greeter", "1.2.0");
        driver.Handle(new RunEvent.Started());
        var child = driver.Children.Keys.Single();
        var done = new RunEvent.ChildEnded("/do/0/welcome#1", child, RunStatus.Completed, Workflow.Json("""{ "greeting": "hi" }"""), null);

        driver.Handle(done with { Child = Guid.NewGuid() }).Effects.ShouldBeEmpty();
        driver.Handle(done);
        driver.Output.ShouldBeJson("""{ "text": "HI" }""");
        driver.Handle(done).Effects.ShouldBeEmpty();
        driver.Cancelled.ShouldBeEmpty();
    }
}

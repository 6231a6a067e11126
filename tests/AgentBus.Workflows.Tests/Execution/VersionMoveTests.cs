using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;
using AgentBus.Workflows.Execution.Moves;

namespace AgentBus.Workflows.Tests.Execution;

public sealed class VersionMoveTests
{
    private const string Before = """
        do:
          - book:
              set: {seat: 7}
              metadata: {agentbus: {compensate: [{free: {set: {free: true}}}]}}
          - ask: {call: approval, with: {title: Go on?}}
          - after: {set: {version: one}}
        """;

    private static readonly RunEvent.MoveRequested Request = new("2.0.0", "ops");

    [Fact]
    public void A_waiting_run_goes_on_with_the_new_version()
    {
        var to = Read(Before.Replace("version: one", "version: two").Replace("Go on?", "Really?"));
        var driver = Waiting();
        var asked = driver.Approvals.Single();

        var decision = driver.MoveTo(to, Request);
        decision.Effects.OfType<Effect.Move>().Single().Version.ShouldBe("2.0.0");
        driver.Approvals.Single().ShouldBe(asked, "the question that is open stays open");

        driver.Handle(new RunEvent.ApprovalDecided(asked, true, "ann", null, null));
        driver.Output!.Value.GetRawText().ShouldBe("""{"version":"two"}""");
    }

    [Theory]
    [InlineData("  - ask: {call: approval, with: {title: Go on?}}\n", "", "/do/1/ask: version 2.0.0 has no task there")]
    [InlineData("  - ask:", "  - more: {wait: PT1S}\n  - ask:", "/do/1/ask: version 2.0.0 has no task there; its 'ask' stands at /do/2/ask")]
    [InlineData("ask: {call: approval, with: {title: Go on?}}", "ask: {wait: PT1S}", "/do/1/ask: it is of kind approval, and of kind wait in version 2.0.0")]
    [InlineData("      metadata: {agentbus: {compensate: [{free: {set: {free: true}}}]}}\n", "", "/do/0/book: it is done and can be compensated; version 2.0.0 does not say how")]
    public void What_is_open_or_may_be_compensated_stands_in_the_way_when_it_is_not_there(string from, string to, string obstacle)
    {
        var driver = Waiting();

        var decision = driver.MoveTo(Read(Before.Replace(from, to)), Request);

        var entry = decision.Effects.ShouldHaveSingleItem().ShouldBeOfType<Effect.Record>();
        (entry.Type, entry.Data.GetProperty("by").GetString()).ShouldBe(("run.moveRefused", "ops"));
        entry.Data.GetProperty("obstacles").EnumerateArray().Select(text => text.GetString()).ShouldBe([obstacle]);
    }

    [Fact]
    public void A_task_that_the_run_is_not_in_stands_in_nobodys_way() =>
        Waiting().MoveTo(Read(Before.Replace("after: {set: {version: one}}", "then: {wait: PT1S}")), Request).Effects.OfType<Effect.Move>().ShouldHaveSingleItem();

    [Theory]
    [InlineData("for: {in: '[1,2]'}", "for: {in: '[1,2]', each: other}", "its variables have other names: $item, $index and $other, $index")]
    [InlineData("for: {in: '[1,2]'}", "metadata: {agentbus: {maxConcurrency: 2}}\n      for: {in: '[1,2]'}", "its items run in parallel in one version")]
    public void An_open_loop_must_keep_its_shape(string from, string to, string obstacle)
    {
        const string Loop = """
            do:
              - loop:
                  for: {in: '[1,2]'}
                  do:
                    - ask: {call: approval, with: {title: Go on?}}
            """;
        var driver = Waiting(Loop);

        VersionMove.Obstacles(Read(Loop, "1.0.0"), Read(Loop.Replace(from, to)), driver.State, RunData.Empty)
            .ShouldHaveSingleItem().Message.ShouldContain(obstacle);
    }

    [Fact]
    public void A_repeated_request_and_one_for_a_run_that_is_over_change_nothing()
    {
        var driver = Waiting();
        driver.MoveTo(Read(Before), Request);
        driver.MoveTo(Read(Before), Request).Effects.ShouldBeEmpty();

        driver.Handle(new RunEvent.ApprovalDecided(driver.Approvals.Single(), true, "ann", null, null));
        driver.MoveTo(Read(Before, "1.0.0"), Request).Effects.ShouldBeEmpty();
    }

    private static Driver Waiting(string text = Before)
    {
        var driver = new Driver(Read(text, "1.0.0"), JsonElement.Parse("{}"));
        driver.Handle(new RunEvent.Started());
        driver.State.Status.ShouldBe(RunStatus.Waiting);
        return driver;
    }

    private static WorkflowDefinition Read(string body, string version = "2.0.0") => DefinitionReader.Read($"""
        document:
          dsl: '1.0.3'
          namespace: tests
          name: example
          version: '{version}'
        {body}
        """).Definition.ShouldNotBeNull();
}

using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

/// <summary>Each limit ends a run, or refuses a definition, with what was too much, where, and how much is allowed.</summary>
public sealed class LimitTests
{
    private static readonly WorkflowLimits Small = new()
    {
        DocumentBytes = 1_500, Tasks = 5, Nesting = 12, ForItems = 3, ValueBytes = 2_000, ContextBytes = 1_500, CollectionBytes = 3_000,
        HistoryEntries = 200, ExpressionSteps = 5_000, ExpressionBytes = 100_000,
    };

    [Theory]
    [InlineData("- a: {for: {in: '[1, 2, 3, 4]'}, do: [{b: {set: {x: 1}}}]}", "Too many items", "4 items; a for takes at most 3")]
    [InlineData("- a: {set: {x: '${ \"x\" * 2100 }'}}", "Value too large", "at most 2 KB")]
    [InlineData("- a: {set: {x: 1}, export: {as: '{x: (\"x\" * 1600)}'}}", "Value too large", "The context of /do/0/a/export/as is 1.6 KB; at most 1.5 KB")]
    [InlineData("- a: {emit: {event: {with: {source: 'https://e.com', type: t, data: '${ \"x\" * 1900 }'}}}}", "Event too large", "a message may be 2 KB")]
    [InlineData("- a: {for: {in: '[1, 2, 3]'}, metadata: {agentbus: {maxConcurrency: 1}}, do: [{b: {set: {x: '${ \"x\" * 1500 }'}}}]}", "Collection too large", "an expression can read 2.9 KB")]
    [InlineData("- a: {set: {x: 1}, then: b}\n- b: {set: {x: 1}, then: a}", "History too long", "more than 200 entries in its history")]
    [InlineData("- a: {set: {x: '${ reduce range(100000) as $i (0; . + $i) }'}}", "Expression failed", "5000 steps")]
    [InlineData("- a: {set: {x: '${ [\"x\" * 90000, \"y\" * 90000] | length }'}}", "Expression failed", "100000 bytes")]
    public void A_run_over_a_limit_faults_with_what_was_too_much(string tasks, string title, string detail)
    {
        var text = Definitions.Workflow.With("do:\n" + string.Concat(tasks.Split('\n').Select(line => $"  {line}\n")));
        var driver = new Driver(DefinitionReader.Read(text).Definition!, JsonElement.Parse("{}"), Small);

        driver.Handle(new RunEvent.Started());
        while (driver.Timers.FirstOrDefault() is { } timer)
        {
            driver.Handle(new RunEvent.TimerElapsed(timer));
        }

        driver.State.Status.ShouldBe(RunStatus.Faulted);
        var error = driver.State.Error.ShouldNotBeNull();
        error.GetProperty("title").GetString().ShouldBe(title);
        error.GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain(detail);
    }

    [Theory]
    [InlineData("do: [{a: {set: {x: 1}}}]\n#{0}", "has 1", "the limit is 1500")]
    [InlineData("do: [{a: {wait: PT1S}}, {b: {wait: PT1S}}, {c: {wait: PT1S}}, {d: {wait: PT1S}}, {e: {wait: PT1S}}, {f: {wait: PT1S}}]", "more than 5 tasks", "")]
    [InlineData("do: [{a: {set: {x: [[[[[[[[[[[[1]]]]]]]]]]]]}}}]", "more than 12 levels", "")]
    public void A_definition_over_a_limit_is_refused(string rest, string what, string limit)
    {
        var problem = DefinitionReader.Read(Definitions.Workflow.With(rest.Replace("{0}", new string('x', 1_500))), Small).Problems.ShouldHaveSingleItem();

        problem.Message.ShouldContain(what);
        problem.Message.ShouldContain(limit);
    }

    [Fact]
    public void The_default_limits_are_within_their_own_ranges()
    {
        Wrong(WorkflowLimits.Default).ShouldBeEmpty();
        Wrong(WorkflowLimits.Widest).ShouldBeEmpty();
        Wrong(new WorkflowLimits { Tasks = 0, Nesting = 1_000 }).Count.ShouldBe(2);
    }

    private static List<ValidationResult> Wrong(WorkflowLimits limits)
    {
        var wrong = new List<ValidationResult>();
        Validator.TryValidateObject(limits, new ValidationContext(limits), wrong, validateAllProperties: true);
        return wrong;
    }
}

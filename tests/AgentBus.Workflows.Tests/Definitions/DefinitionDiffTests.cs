using AgentBus.Workflows.Definitions.Comparison;

namespace AgentBus.Workflows.Tests.Definitions;

public sealed class DefinitionDiffTests
{
    private const string Before = """
        do:
          - check: {call: agent, with: {agent: a, input: {x: 1}}}
          - each:
              for: {in: .items}
              do:
                - read: {wait: PT1S}
          - sign: {call: approval, with: {title: ok?}}
          - stop: {set: {done: true}}
        """;

    [Fact]
    public void Layout_and_the_order_of_members_do_not_count() =>
        Changes("do:\n  - a: {call: agent, with: {agent: r, priority: low}, if: .x}", "do: # later\n  - a:\n      if: .x\n      with: {priority: low, agent: r}\n      call: agent")
            .ShouldBeEmpty();

    [Fact]
    public void A_changed_member_is_told_by_its_pointer_with_both_values()
    {
        var change = Changes(Before, Before.Replace("agent: a, input: {x: 1}", "agent: b, input: {x: 1}, priority: high")).ShouldHaveSingleItem();

        (change.Kind, change.Task, change.From, change.To).ShouldBe((ChangeKind.Changed, "check", "/do/0/check", "/do/0/check"));
        change.Members.Select(m => $"{m.Member} {m.Before?.GetRawText()} {m.After?.GetRawText()}").ShouldBe(["/with/agent \"a\" \"b\"", "/with/priority  \"high\""]);
    }

    [Fact]
    public void A_changed_function_is_told_once_however_often_it_is_called()
    {
        const string Called = "use: {functions: {f: {do: [{s: {set: {n: 1}}}]}}, extensions: [{e: {extend: all, before: [{w: {wait: PT1S}}]}}]}\ndo:\n  - a: {call: f}\n  - b: {call: f}";
        var change = Changes(Called, Called.Replace("n: 1", "n: 2")).ShouldHaveSingleItem();
        change.Members.ShouldHaveSingleItem().Member.ShouldBe("/functions/f/do");
    }

    [Fact]
    public void A_task_that_others_shift_is_not_told_to_have_moved() =>
        Told(Before, Before.Replace("do:\n  - check", "do:\n  - first: {wait: PT1S}\n  - check")).ShouldBe(["Added first at /do/0/first"]);

    [Fact]
    public void Of_two_tasks_that_change_places_one_moved() =>
        Told(
            "do:\n  - a: {wait: PT1S}\n  - b: {wait: PT1S}\n  - c: {wait: PT1S}",
            "do:\n  - b: {wait: PT1S}\n  - c: {wait: PT1S}\n  - a: {wait: PT1S}").ShouldBe(["Moved a from /do/0/a to /do/2/a"]);

    [Fact]
    public void A_task_that_went_into_another_list_moved_and_what_stands_in_a_removed_task_is_not_told_again() =>
        Told(Before, Before.Replace("  - each:\n      for: {in: .items}\n      do:\n        - read: {wait: PT1S}\n", "  - read: {wait: PT1S}\n"))
            .ShouldBe(["Removed each at /do/1/each", "Moved read from /do/1/each/do/0/read to /do/1/read"], ignoreOrder: true);

    [Fact]
    public void Nested_tasks_are_compared_on_their_own() =>
        Told(Before, Before.Replace("PT1S", "PT2S")).ShouldBe(["Changed read from /do/1/each/do/0/read to /do/1/each/do/0/read"]);

    [Fact]
    public void A_changed_extension_is_told_once_where_it_stands()
    {
        const string Extended = "use: {extensions: [{log: {extend: set, before: [{note: {set: {n: 1}}}]}}]}\ndo:\n  - a: {set: {x: 1}}\n  - b: {set: {x: 2}}";
        var changes = Changes(Extended, Extended.Replace("{n: 1}", "{n: 2}"));
        changes.ShouldHaveSingleItem().From.ShouldNotBeNull().ShouldStartWith("/use");
    }

    [Fact]
    public void Parts_of_the_document_are_told_by_name() =>
        Told(
            "schedule: {on: {one: {with: {type: a}}}}\ninput: {from: .a}\ndo: []",
            "schedule: {on: {one: {with: {type: b}}}}\noutput: {as: .b}\ndo: []").ShouldBe(["Changed  from /schedule to /schedule", "Removed  at /input", "Added  at /output"], ignoreOrder: true);

    private static IReadOnlyList<DefinitionChange> Changes(string before, string after) =>
        DefinitionDiff.Between(Workflow.Read(before), Workflow.Read(after)).Changes;

    private static IEnumerable<string> Told(string before, string after) => Changes(before, after).Select(change =>
        $"{change.Kind} {change.Task} {(change.From is { } from && change.To is { } to ? $"from {from} to {to}" : $"at {change.From ?? change.To}")}");
}

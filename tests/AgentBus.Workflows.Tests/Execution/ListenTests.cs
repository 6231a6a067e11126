using System.Text.Json;
using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

public sealed class ListenTests
{
    private const string Vitals = """
        do:
          - watch:
              listen:
                to:
                  KIND:
                    - with: { type: temperature, data: '${ .value > 38 }' }
                    - with: { type: pulse, data: '${ .value < 60 or .value > 100 }' }
        """;

    [Fact]
    public void One_event_is_waited_for_and_its_data_is_the_output_in_an_array()
    {
        var run = Workflow.Host("do: [ { start: { listen: { to: { one: { with: { type: race.started } } } } } } ]").Run();
        run.Status.ShouldBe(RunStatus.Waiting);
        run.Step("start").Reason.ShouldBe("waiting for the event race.started");

        run.Publish("race.ended");
        run.Publish("race.started", new { cars = 3 });

        run.Output.ShouldBeJson("""[{ "cars": 3 }]""");
        run.HistoryOf("start").ShouldBe(["step.started", "event.consumed", "step.completed"]);
    }

    [Theory]
    [InlineData("any", 1)]
    [InlineData("all", 2)]
    public void Any_ends_with_the_first_that_fits_and_all_with_one_for_each_filter_in_order_of_arrival(string kind, int count)
    {
        var run = Workflow.Host(Vitals.Replace("KIND", kind, StringComparison.Ordinal)).Run();
        run.Publish("pulse", new { value = 80 });
        run.Publish("pulse", new { value = 120 });
        run.Publish("pulse", new { value = 130 });
        run.Publish("temperature", new { value = 39 });

        run.Status.ShouldBe(RunStatus.Completed);
        run.Output!.Value.GetArrayLength().ShouldBe(count);
        run.Output.Value[0].GetProperty("value").GetInt32().ShouldBe(120);
    }

    [Fact]
    public void Any_of_nothing_takes_every_event()
    {
        var run = Workflow.Host("do: [ { hear: { listen: { to: { any: [] }, read: envelope } } } ]").Run();
        var told = TestEvents.Of("whatever", "hello", id: "7");
        run.Publish(told);

        run.Output!.Value[0].ShouldBeJson(told.GetRawText());
    }

    [Theory]
    [InlineData("data", """{ "a": [1] }""")]
    [InlineData("raw", "\"{\\\"a\\\":[1]}\"")]
    public void What_is_read_is_the_data_or_its_text(string read, string expected)
    {
        var run = Workflow.Host($"do: [ {{ hear: {{ listen: {{ to: {{ any: [] }}, read: {read} }} }} }} ]").Run();
        run.Publish("whatever", new { a = new[] { 1 } });

        run.Output!.Value[0].ShouldBeJson(expected);
    }

    [Fact]
    public void An_event_of_the_same_source_and_id_counts_once_also_for_a_step_that_waits_later()
    {
        var run = Workflow.Host("""
            do:
              - first: { listen: { to: { one: { with: { type: paid } } } } }
              - second: { listen: { to: { all: [ { with: { type: paid } }, { with: { type: paid } } ] } } }
            """).Run();
        var paid = TestEvents.Of("paid", 1, id: "1");
        run.Publish(paid);
        run.Publish(paid);
        run.Publish(TestEvents.Of("paid", 2, id: "2"));
        run.Handle(new RunEvent.EventArrived(TestEvents.Of("paid", 2, id: "2"))).Effects.ShouldBeEmpty();
        run.Step("second").Reason.ShouldBe("waiting for the event paid, 1 came so far");
        run.Publish(TestEvents.Of("paid", 3, id: "1", source: "/another"));

        run.Output.ShouldBeJson("[2, 3]");
    }

    [Fact]
    public void Until_a_condition_over_what_came_so_far_holds()
    {
        var run = Workflow.Host("do: [ { gather: { listen: { to: { any: [], until: '( . | length ) > 3' } } } } ]").Run();
        for (var number = 1; number <= 5; number++)
        {
            run.Publish("n", number);
        }

        run.Output.ShouldBeJson("[1, 2, 3, 4]");
    }

    [Fact]
    public void Until_an_event_which_is_not_part_of_the_output()
    {
        var run = Workflow.Host("""
            do:
              - watch:
                  listen:
                    to:
                      any: []
                      until: { one: { with: { type: patient.checkedOut } } }
            """).Run();
        run.Publish("pulse", 120);
        run.Publish("pulse", 130);
        run.Publish("patient.checkedOut", "bye");

        run.Output.ShouldBeJson("[120, 130]");
        run.HistoryOf("watch").ShouldBe(["step.started", "event.consumed", "event.consumed", "listen.ended", "step.completed"]);
    }

    [Fact]
    public void Filters_can_be_literals_patterns_and_expressions_that_see_the_run()
    {
        var run = Workflow.Host("""
            do:
              - watch:
                  listen:
                    to:
                      any:
                        - with: { type: 'orders\.(paid|shipped)', subject: '${ $input.order }', source: https://shop.example, data: '${ .total > $input.least }' }
                      until: '${ (. | length) == 2 }'
            """).Run(new { order = "o-1", least = 10 });
        Tell("orders.paid", "o-1", 20);
        Tell("orders.shipped", "o-1", 30);
        Tell("orders.paid", "o-2", 20);
        Tell("orders.paid", "o-1", 5);
        Tell("orders.paidBack", "o-1", 20);

        run.Output.ShouldBeJson("""[{ "total": 20 }, { "total": 30 }]""");

        void Tell(string type, string subject, int total) => run.Publish(TestEvents.Of(
            type, new { total }, source: "https://shop.example", attributes: new Dictionary<string, string> { ["subject"] = subject }));
    }

    [Fact]
    public void The_first_event_fixes_the_value_of_a_correlation_for_the_others()
    {
        var run = Workflow.Host("""
            do:
              - rooms:
                  listen:
                    to:
                      all:
                        - with: { type: temperature }
                          correlate: { roomId: { from: .roomid } }
                        - with: { type: humidity }
                          correlate: { roomId: { from: .roomid } }
            """).Run();
        Tell("temperature", "kitchen", 20);
        Tell("humidity", "cellar", 90);
        run.Status.ShouldBe(RunStatus.Waiting);
        Tell("humidity", "kitchen", 50);

        run.Output.ShouldBeJson("[20, 50]");

        void Tell(string type, string room, int value) =>
            run.Publish(TestEvents.Of(type, value, attributes: new Dictionary<string, string> { ["roomid"] = room }));
    }

    [Fact]
    public void An_expected_value_may_come_from_the_step()
    {
        var run = Workflow.Host("""
            do:
              - paid:
                  listen:
                    to:
                      one:
                        with: { type: paid }
                        correlate:
                          order: { from: .data.order, expect: '${ .order }' }
                          currency: { from: .data.currency, expect: EUR }
            """).Run(new { order = 7 });
        run.Publish("paid", new { order = 8, currency = "EUR" });
        run.Publish("paid", new { order = 7, currency = "USD" });
        run.Publish("paid", new { currency = "EUR" });
        run.Status.ShouldBe(RunStatus.Waiting);
        run.Publish("paid", new { order = 7, currency = "EUR" });

        run.Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public void Events_are_worked_on_one_after_the_other_and_the_others_wait_their_turn()
    {
        var seen = new List<string>();
        var host = Workflow.Host("""
            do:
              - inbox:
                  listen:
                    to:
                      any: [ { with: { type: message } } ]
                      until: { one: { with: { type: closed } } }
                  foreach:
                    item: message
                    at: i
                    do:
                      - answer: { call: agent, with: { agent: clerk, input: { text: '${ $message }', number: '${ $i }', again: '${ . }' } } }
                    output: { as: '${ { answer: .text, number: $i } }' }
                    export: { as: '${ ($context // []) + [.number] }' }
              - finish: { set: { answers: '${ . }', numbers: '${ $context }' } }
            """);
        host.Agent("clerk", call =>
        {
            seen.Add(call.Input.GetRawText());
            return AgentReply.Done(new { text = $"re: {call.Input.GetProperty("text").GetString()}" }).Taking(TimeSpan.FromMinutes(1));
        });
        var run = host.Start();
        run.Publish("message", "one");
        run.Publish("message", "two");
        run.Publish("closed");
        run.Publish("message", "late");
        seen.Count.ShouldBe(1, "the second waits for the first");
        run.State.ToBytes().Length.ShouldBeLessThan(2_000);
        run.Continue();

        seen.ShouldBe(["""{"text":"one","number":0,"again":"one"}""", """{"text":"two","number":1,"again":"two"}"""]);
        run.Output.ShouldBeJson("""{ "answers": [{ "answer": "re: one", "number": 0 }, { "answer": "re: two", "number": 1 }], "numbers": [0, 1] }""");
    }

    [Fact]
    public void A_condition_that_ends_it_sees_what_the_foreach_did_and_leaves_the_rest_of_the_queue()
    {
        var run = Workflow.Host("""
            do:
              - inbox:
                  listen: { to: { any: [], until: '${ $context.sum > 4 }' } }
                  foreach:
                    do:
                      - pause: { wait: { seconds: 1 } }
                      - double: { set: '${ { value: ($item * 2) } }' }
                    export: { as: '${ { sum: (($context.sum // 0) + .value) } }' }
            """).Start();
        foreach (var number in (int[])[1, 2, 3])
        {
            run.Publish("n", number);
        }

        run.Continue();
        run.Output.ShouldBeJson("""[{ "value": 2 }, { "value": 4 }]""");
    }

    [Fact]
    public void A_timeout_ends_the_waiting_and_what_comes_later_is_dropped()
    {
        var run = Workflow.Host("""
            do:
              - careful:
                  try: [ { wait: { timeout: { after: { days: 1 } }, listen: { to: { one: { with: { type: paid } } } } } } ]
                  catch: { errors: { with: { status: 408 } }, do: [ { late: { set: { late: true } } } ] }
            """).Run();

        run.Output.ShouldBeJson("""{ "late": true }""");
        run.Handle(new RunEvent.EventArrived(TestEvents.Of("paid"))).Effects.ShouldBeEmpty();
    }

    [Fact]
    public void Parallel_listeners_get_the_same_event_each()
    {
        var run = Workflow.Host("""
            do:
              - both:
                  fork:
                    branches:
                      - one: { listen: { to: { one: { with: { type: paid } } } } }
                      - two: { listen: { to: { any: [] } } }
            """).Run();
        run.Publish("paid", 1);

        run.Output.ShouldBeJson("[[1], [1]]");
    }

    [Fact]
    public void A_signal_that_nobody_waits_for_is_in_the_history()
    {
        var run = Workflow.Host("do: [ { hear: { listen: { to: { one: { with: { type: paid, data: '${ . > 1 }' } } } } } } ]").Run();
        run.Signal(TestEvents.Of("paid", 1), by: "Ada");
        run.Status.ShouldBe(RunStatus.Waiting);
        run.History[^1].Type.ShouldBe("event.ignored");
        run.History[^1].Data.GetProperty("reason").GetString().ShouldBe("a step waits for an event of this type, but this one's data, other attributes or correlation do not fit");
        run.Signal(TestEvents.Of("shipped", 2), by: "Ada");
        run.History[^1].Data.GetProperty("reason").GetString().ShouldBe("no step waits for an event of this type");
        run.Signal(TestEvents.Of("paid", 2), by: "Ada");

        run.Output.ShouldBeJson("[2]");
    }

    [Fact]
    public void A_step_says_the_pattern_of_the_types_it_waits_for()
    {
        var run = Workflow.Host("""do: [ { hear: { listen: { to: { any: [ { with: { type: 'order\..*' } }, { with: { type: '${ startswith("x") }' } } ] } } } } ]""").Run();

        run.Step("hear").Reason.ShouldBe("""waiting for one of the events order\..*, ${ startswith("x") }""");
    }

    [Fact]
    public void A_run_hears_the_events_of_its_own_branches()
    {
        var run = Workflow.Host("""
            do:
              - both:
                  fork:
                    branches:
                      - hear: { listen: { to: { one: { with: { type: told } } } } }
                      - tell: { emit: { event: { with: { source: 'https://example.com', type: told, data: 5 } } }, output: { as: .data } }
            """).Run();

        run.Output.ShouldBeJson("[[5], 5]");
    }

    [Fact]
    public void Subscriptions_begin_and_end_with_the_step_and_name_its_types()
    {
        var driver = new Driver(
            Workflow.Host("""
                do:
                  - watch:
                      listen:
                        to:
                          any: [ { with: { type: a } }, { with: { type: b } } ]
                          until: { all: [ { with: { type: end } }, { with: { type: end, subject: really } } ] }
                """).Definition, Workflow.Json("{}"));
        driver.Handle(new RunEvent.Started());
        driver.Subscriptions.Single().Value.ShouldBe(["a", "b", "end"]);
        Arrive(TestEvents.Of("a", 1, id: "1"));
        Arrive(TestEvents.Of("end", 2, id: "2"));
        driver.State.Status.ShouldBe(RunStatus.Waiting);
        Arrive(TestEvents.Of("end", 3, id: "3", attributes: new Dictionary<string, string> { ["subject"] = "really" }));

        driver.Output.ShouldBeJson("[1]");
        driver.Subscriptions.ShouldBeEmpty();

        void Arrive(JsonElement cloudEvent) => driver.Handle(new RunEvent.EventArrived(cloudEvent));
    }

    [Fact]
    public void An_event_loads_no_other_event_whatever_their_number()
    {
        var driver = new Driver(
            Workflow.Host("do: [ { watch: { listen: { to: { any: [], until: '${ false }' } } } } ]").Definition, Workflow.Json("{}"));
        driver.Handle(new RunEvent.Started());
        for (var number = 0; number < 100; number++)
        {
            driver.Handle(new RunEvent.EventArrived(TestEvents.Of("n", number)));
            driver.Loaded.ShouldBe(1, "only whether this one was there before");
        }

        driver.Bytes.Length.ShouldBeLessThan(1_000);
    }
}

using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Tests.Definitions;

/// <summary>What becomes of the words of each kind of task.</summary>
public class SupportedTasksTests
{
    [Fact]
    public void The_header_names_the_definition()
    {
        var definition = Workflow.Read("do: []");

        definition.Key.ToString().ShouldBe("tests/sample@1.0.0");
        definition.Document.GetProperty("document").GetProperty("dsl").GetString().ShouldBe("1.0.3");
    }

    [Fact]
    public void Json_is_read_like_yaml()
    {
        const string Text = """{"document":{"dsl":"1.0.3","namespace":"n","name":"j","version":"1.0.0"},"do":[{"w":{"wait":"PT1S"}}]}""";

        var definition = DefinitionReader.Read(Text).Definition.ShouldNotBeNull();

        definition.Do.ShouldHaveSingleItem().ShouldBeOfType<WaitTask>().Duration.Known.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Every_task_has_its_pointer_nested_ones_too()
    {
        var definition = Workflow.Read(
            """
            do:
              - gather:
                  for: {in: .}
                  do:
                    - read: {set: {a: 1}}
              - x:
                  fork:
                    branches:
                      - a: {set: {a: 1}}
              - y:
                  try:
                    - b: {set: {a: 1}}
                  catch:
                    do:
                      - c: {set: {a: 1}}
              - with/slash:
                  do:
                    - d: {set: {a: 1}}
                  metadata:
                    agentbus:
                      compensate:
                        - undo: {set: {a: 1}}
            """);

        definition.Tasks.Keys.Order(StringComparer.Ordinal).ShouldBe(
        [
            "/do/0/gather", "/do/0/gather/do/0/read", "/do/1/x", "/do/1/x/fork/branches/0/a", "/do/2/y", "/do/2/y/catch/do/0/c",
            "/do/2/y/try/0/b", "/do/3/with~1slash", "/do/3/with~1slash/do/0/d", "/do/3/with~1slash/metadata/agentbus/compensate/0/undo",
        ]);
        definition.Tasks.ShouldAllBe(t => t.Value.Path == t.Key);
        definition.Tasks["/do/3/with~1slash"].Compensate.ShouldHaveSingleItem().Name.ShouldBe("undo");
    }

    [Fact]
    public void An_agent_call_keeps_all_its_words()
    {
        var definition = Workflow.Read(
            """
            do:
              - ask:
                  call: agent
                  with:
                    agent: research
                    candidates: [research-fast, research-deep]
                    fallback: generalist
                    objective: cost
                    accept: .
                    outputSchema: {type: object}
                    cache: {key: fixed, ttl: PT1H}
                    circuitBreaker: {failureRatio: 0.25, breakDuration: {minutes: 1}}
                    maxCostUsd: 0.5
                    priority: high
                    models: {explore: true, minQuality: 0.7, dataPolicy: "region=eu,ch"}
                  metadata: {owner: me, agentbus: {onExhausted: deadLetter}}
            """);

        var call = definition.Do[0].ShouldBeOfType<CallAgentTask>();
        (call.Agent, call.Fallback, call.Objective, call.MaxCostUsd, call.Priority).ShouldBe(("research", "generalist", "cost", 0.5m, "high"));
        call.Candidates.ShouldBe(["research-fast", "research-deep"]);
        call.Arguments.Root.ShouldBeOfType<TemplateNode.Computed>().Expression.Filter.Source.ShouldBe(".");
        call.Accept.ShouldNotBeNull().Path.ShouldBe("/do/0/ask/with/accept");
        call.CompiledOutputSchema.ShouldNotBeNull();
        call.Cache.ShouldNotBeNull().Ttl.ShouldBe(TimeSpan.FromHours(1));
        call.CircuitBreaker.ShouldBe(new CircuitBreakerSpec(0.25, 10, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)));
        call.Models.ShouldBe(new ModelWishes(true, 0.7, "region=eu,ch"));
        call.OnExhausted.ShouldBe(OnExhausted.DeadLetter);
        definition.Agents.Order(StringComparer.Ordinal).ShouldBe(["generalist", "research", "research-deep", "research-fast"]);
    }

    [Fact]
    public void An_approval_keeps_all_its_words()
    {
        var approval = Workflow.Read(
            """
            do:
              - sign:
                  call: approval
                  with:
                    title: Publish it?
                    details: {draft: "${ . }"}
                    assignees: [ann]
                    groups: [editors]
                    form: {type: object}
                    dueIn: P1D
                    onTimeout: escalate
                    escalate:
                      - {after: PT12H, to: [boss]}
                      - {after: PT6H, to: [lead]}
            """).Do[0].ShouldBeOfType<CallApprovalTask>();

        approval.Details.ShouldNotBeNull().Root.ShouldBeOfType<TemplateNode.Object>().Members[0].Value.ShouldBeOfType<TemplateNode.Computed>();
        (approval.DueIn, approval.OnTimeout).ShouldBe((TimeSpan.FromDays(1), "escalate"));
        (approval.Assignees.ShouldNotBeNull().Path, approval.Groups.ShouldNotBeNull().Path).ShouldBe(("/do/0/sign/with/assignees", "/do/0/sign/with/groups"));
        approval.Escalate.Select(e => e.After.TotalHours).ShouldBe([6, 12]);
        approval.Default.ShouldBe("deny");
    }

    [Fact]
    public void A_for_with_agentbus_words_runs_its_items_in_parallel()
    {
        var definition = Workflow.Read(
            """
            do:
              - plain:
                  for: {in: .}
                  do: []
              - parallel:
                  for: {each: doc, in: "${ . }", at: i}
                  do: []
                  metadata: {agentbus: {maxConcurrency: 8, toleratedFailurePercentage: 2.5}}
            """);

        var plain = definition.Do[0].ShouldBeOfType<ForTask>();
        (plain.Each, plain.At, plain.Parallel).ShouldBe(("item", "index", null));
        var parallel = definition.Do[1].ShouldBeOfType<ForTask>();
        (parallel.Each, parallel.At, parallel.Parallel).ShouldBe(("doc", "i", new ForParallelism(8, null, 2.5)));
        parallel.In.Filter.Source.Trim().ShouldBe(".");
    }

    [Fact]
    public void A_shared_retry_policy_is_found_by_its_name()
    {
        var definition = Workflow.Read(
            """
            use:
              retries:
                slow:
                  delay: PT2S
                  backoff: {exponential: {multiplier: 3, maxDelay: PT5M, jitter: full}}
                  limit: {attempt: {count: 4}, duration: PT1H}
            do:
              - t:
                  try: []
                  catch: {as: problem, retry: slow}
            """);

        var caught = definition.Do[0].ShouldBeOfType<TryTask>().Catch;
        caught.As.ShouldBe("problem");
        caught.Retry.ShouldBe(new RetryPolicy
        {
            Delay = TimeSpan.FromSeconds(2), Backoff = Backoff.Exponential, Multiplier = 3, MaxDelay = TimeSpan.FromMinutes(5),
            Jitter = JitterKind.Full, MaxAttempts = 4, MaxDuration = TimeSpan.FromHours(1),
        });
    }

    [Fact]
    public void A_filter_of_errors_says_detail_where_the_standard_says_details()
    {
        var caught = Workflow.Read("do: [{t: {try: [], catch: {errors: {with: {status: 503, details: gone}}}}}]").Do[0].ShouldBeOfType<TryTask>().Catch;

        caught.Errors.ShouldNotBeNull().GetRawText().ShouldBe("""{"status":503,"detail":"gone"}""");
    }

    [Fact]
    public void The_settings_of_the_document_are_read()
    {
        const string Text =
            """
            document:
              dsl: '1.0.3'
              namespace: tests
              name: sample
              version: '1.0.0'
              metadata:
                team: x
                agentbus:
                  objective: quality
                  priority: low
                  concurrency: 3
                  compensation: {order: parallel}
                  budget: {maxCostUsd: 2, maxTokens: 1000, maxRequests: 5, maxDuration: PT1H, warnAt: 0.8, onExceed: pause}
            do: []
            timeout: {after: {hours: 2}}
            schedule: {on: {any: [{with: {type: a.b, source: "${ . }"}}, {with: {type: c}}]}}
            """;

        var definition = DefinitionReader.Read(Text).Definition.ShouldNotBeNull();

        definition.Settings.Budget.ShouldBe(new BudgetSpec(2, 1000, 5, TimeSpan.FromHours(1), 0.8, "pause"));
        (definition.Settings.Objective, definition.Settings.Priority, definition.Settings.Concurrency, definition.Settings.CompensationOrder)
            .ShouldBe(("quality", "low", 3, "parallel"));
        definition.Timeout!.Known.ShouldBe(TimeSpan.FromHours(2));
        definition.Schedule.ShouldNotBeNull().EventTypes.ShouldBe(["a.b", "c"]);
        definition.Schedule!.On!.Filters[0].Expressions.Keys.ShouldBe(["source"]);
    }

    [Theory]
    [InlineData("PT30S", 30)]
    [InlineData("PT1M30.5S", 90.5)]
    [InlineData("P1DT2H", 93_600)]
    [InlineData("P1W", 604_800)]
    [InlineData("P1Y1M", 34_128_000)]
    [InlineData("{minutes: 1, milliseconds: 500}", 60.5)]
    public void Durations_are_iso_8601_or_objects(string duration, double seconds) =>
        Workflow.Read($"do: [{{w: {{wait: {duration}}}}}]").Do[0].ShouldBeOfType<WaitTask>().Duration.Known!.Value.TotalSeconds.ShouldBe(seconds);

    [Fact]
    public void Only_a_string_that_is_wholly_an_expression_is_one()
    {
        var root = Workflow.Read("do: [{s: {set: {a: '${ . }', b: 'Hello ${ . }', c: .}}}]").Do[0].ShouldBeOfType<SetTask>().Value.Root;

        var members = root.ShouldBeOfType<TemplateNode.Object>().Members.ToDictionary(m => m.Key, m => m.Value);
        members["a"].ShouldBeOfType<TemplateNode.Computed>().Expression.Path.ShouldBe("/do/0/s/set/a");
        members["b"].ShouldBeOfType<TemplateNode.Literal>().Value.GetString().ShouldBe("Hello ${ . }");
        members["c"].ShouldBeOfType<TemplateNode.Literal>().Value.GetString().ShouldBe(".");
    }

    [Fact]
    public void A_value_without_expressions_is_one_literal() =>
        Workflow.Read("do: [{s: {set: {a: [1, {b: null}]}}}]").Do[0].ShouldBeOfType<SetTask>()
            .Value.Root.ShouldBeOfType<TemplateNode.Literal>().Value.GetRawText().ShouldBe("""{"a":[1,{"b":null}]}""");
}

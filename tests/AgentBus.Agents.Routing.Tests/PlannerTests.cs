using System.Text.Encodings.Web;
using System.Text.Json;
using AgentBus.Agents.Routing.Planning;
using AgentBus.AgentSdk;
using AgentBus.Contracts;
using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.Agents.Routing.Tests;

public sealed class PlannerTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly AllowedAgent Research = new("research", true, ["file", "folder", "search", "web"]);
    private static readonly AllowedAgent Analysis = new("analysis", true, ["compare", "draft", "profile-tables"]);
    private static readonly AllowedAgent Validation = new("validation", true, ["check-claims", "check-draft"]);
    private static readonly AllowedAgent Execution = new("execution", true, ["undo", "write-briefing"]);
    private static readonly AllowedAgent Translator = new("translator", true, ["translate"]);
    private static readonly AllowedAgent[] All = [Research, Analysis, Validation, Execution];

    [Fact]
    public void A_briefing_is_read_drafted_checked_and_written_each_from_what_the_ones_before_made() =>
        Plan(Ask("A short briefing on queues", All)).ShouldBe("""
            {"do":[
            {"read":{"call":"agent","with":{"agent":"research","input":{"topic":"${ $workflow.input.topic }","sources":"${ $workflow.input.sources }"}},
            "export":{"as":"${ $context + { read: . } }"}}},
            {"draft":{"call":"agent","with":{"agent":"analysis","input":{"topic":"${ $workflow.input.topic }","passages":"${ $context.read.passages }",
            "tables":"${ $context.read.tables }","skipped":"${ $context.read.skipped }"}},"export":{"as":"${ $context + { draft: . } }"}}},
            {"check":{"call":"agent","with":{"agent":"validation","input":{"topic":"${ $workflow.input.topic }","draft":"${ $context.draft.draft }",
            "passages":"${ $context.draft.passages }","contradictions":"${ $context.draft.contradictions | length }"}},
            "export":{"as":"${ $context + { check: . } }"}}},
            {"write":{"call":"agent","with":{"agent":"execution","input":{"topic":"${ $workflow.input.topic }","draft":"${ $context.draft.draft }",
            "passages":"${ $context.draft.passages }","contradictions":"${ $context.draft.contradictions }","validation":"${ $context.check }",
            "skipped":"${ $context.read.skipped }"}},
            "output":{"as":{"draft":"${ $context.draft.draft }","passages":"${ $context.draft.passages }",
            "contradictions":"${ $context.draft.contradictions }","validation":"${ $context.check }","file":"${ .file }","sha256":"${ .sha256 }",
            "sentences":"${ .sentences }","citations":"${ .citations }"}}}}]}
            """.ReplaceLineEndings(""));

    [Theory]
    [InlineData("Find what is said of queues", "read:research")]
    [InlineData("How do queues work?", "read:research draft:analysis check:validation write:execution")]
    [InlineData("Check what the sources say", "read:research draft:analysis check:validation")]
    [InlineData("A report in the file out.md", "read:research draft:analysis check:validation write:execution")]
    public void The_words_of_the_goal_say_what_is_done(string goal, string tasks) => Tasks(Ask(goal, All)).ShouldBe(tasks);

    [Fact]
    public void What_is_not_allowed_is_left_out_unless_the_goal_asks_for_it()
    {
        Tasks(Ask("A briefing", Research, Analysis)).ShouldBe("read:research draft:analysis");
        Refusal(Ask("Publish a briefing", Research, Analysis)).ShouldStartWith(
            "No plan can be made: no allowed agent can write a file (capability write-briefing). Allowed are research (file folder search web), analysis (");
    }

    [Fact]
    public void What_the_input_has_is_not_made_again()
    {
        var plan = Ask("A briefing", All) with { Input = Json("""{ "passages": [], "length": 3, "path": null }""") };
        Tasks(plan).ShouldBe("draft:analysis check:validation write:execution");
        Plan(plan).ShouldContain("""{"topic":"A briefing","passages":"${ $workflow.input.passages }","length":"${ $workflow.input.length }"}""");
        Refusal(plan with { Input = Json("""{ "topic": "queues" }""") }).ShouldContain("to read sources the input needs 'sources'");
    }

    [Fact]
    public void An_agent_that_runs_comes_before_one_that_does_not_and_is_then_known_by_its_name_alone()
    {
        var asleep = new AllowedAgent("research", false);
        Tasks(Ask("Find it", asleep)).ShouldBe("read:research");
        Tasks(Ask("Find it", asleep, new AllowedAgent("reader", true, ["web"]))).ShouldBe("read:reader");
        Refusal(Ask("Find it", new AllowedAgent("reader", false))).ShouldContain("reader (no worker runs, so only its name is known)");
    }

    [Fact]
    public void An_agent_of_which_the_goal_speaks_gets_everything_there_is_before_a_file_is_written()
    {
        var ask = Ask("A briefing and its translation", [.. All, Translator, new("interpreter", true, ["translate-speech"])]);
        Tasks(ask).ShouldBe("read:research draft:analysis check:validation ask-translator:translator write:execution");
        Plan(ask).ShouldContain("""
            "input":{"goal":"A briefing and its translation","input":"${ $workflow.input }","results":"${ $context }"}},"export":{"as":"${ $context + { \"ask-translator\": . } }"}
            """.Trim());
        Plan(ask).ShouldContain("""${ $context[\"ask-translator\"] }""");
        Tasks(Ask("Translate the text", Translator)).ShouldBe("ask-translator:translator");
    }

    [Fact]
    public void Who_failed_is_replaced_and_stays_out_of_later_plans()
    {
        AllowedAgent[] two = [Research, new("reader", true, ["file"]), new("librarian", true, ["folder"])];
        var first = Ask("Find it", two);
        var second = After(first, "research");
        Tasks(second).ShouldBe("read:reader");
        var third = After(second, "reader");
        Tasks(third).ShouldBe("read:librarian");
        Refusal(After(third, "librarian")).ShouldBe(
            "No plan can be made: to read sources there is nobody else: research, reader, librarian failed. Allowed are research (file folder search web), "
            + "reader (file), librarian (folder). The plan before failed: It broke: badly");
    }

    [Fact]
    public void Who_failed_is_left_out_where_the_goal_does_not_ask_for_the_work()
    {
        Tasks(After(Ask("A briefing", All), "validation")).ShouldBe("read:research draft:analysis write:execution");
        Refusal(After(Ask("A checked briefing", All), "validation")).ShouldContain("to check a draft there is nobody else: validation failed");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "do": [] }""")]
    [InlineData("""{ "do": [ { "a": { "metadata": { "planner": [1] } } } ] }""")]
    [InlineData("""{ "do": [ { "a": { "metadata": { "planner": { "leftOut": [1, null] } } } } ] }""")]
    public void A_plan_that_another_planner_made_and_nobody_is_blamed_for_is_followed_by_one_with_everybody(string plan) =>
        Tasks(Ask("Find it", All) with { Previous = new FailedPlan(Json(plan), new PlanError("It broke")) }).ShouldBe("read:research");

    [Fact]
    public void A_plan_keeps_to_its_number_of_tasks_by_leaving_out_what_nobody_asked_for()
    {
        var ask = Ask("A briefing", All);
        Tasks(ask with { MaxTasks = 3 }).ShouldBe("read:research draft:analysis write:execution");
        Tasks(ask with { MaxTasks = 2 }).ShouldBe("read:research draft:analysis");
        Refusal(ask with { MaxTasks = 1 }).ShouldBe("No plan can be made: it takes 2 tasks, and maxTasks is 1. Allow more, or ask for less.");
    }

    [Fact]
    public void A_goal_that_looks_like_an_expression_stays_a_text() =>
        Plan(Ask("${ find } \"it\"", All) with { Input = Json("""{ "sources": ["a.md"] }""") })
            .ShouldContain("""${ \"${ find } \\\"it\\\"\" }""");

    [Fact]
    public async Task An_empty_goal_is_bad_input()
    {
        var result = await new PlannerAgent().RunAsync(Ask(" ", All), null!, CancellationToken.None);
        (result.Kind, result.Failure!.Code).ShouldBe((AgentResultKind.Permanent, "bad-input"));
    }

    [Fact]
    public void Every_plan_calls_allowed_agents_alone_is_short_enough_and_reads_only_what_was_made_before()
    {
        var asks =
            from words in Gen.NonEmptyListOf(Gen.Elements("find", "brief", "check", "publish", "translate", "text", "queues"))
            from agents in Gen.SubListOf([.. All, Translator, new AllowedAgent("reader", false), new AllowedAgent("second", true, ["draft", "web"])])
            from most in Gen.Choose(1, 6)
            from input in Gen.Elements("""{ "sources": ["a"] }""", """{ "passages": [] }""", "{}", "null")
            select Ask(string.Join(' ', words), [.. agents]) with { MaxTasks = most, Input = Json(input) };
        Check.QuickThrowOnFailure(Prop.ForAll(asks.ToArbitrary(), ask => PlanMaker.Make(ask) is { Output: { } plan } ? Holds(plan, ask) : true));
    }

    private static bool Holds(PlannerOutput plan, PlannerInput ask)
    {
        var made = new HashSet<string>();
        foreach (var (name, task) in plan.Do.Select(item => item!.AsObject().Single()))
        {
            var text = task!["with"]!["input"]!.ToJsonString();
            var read = Skills.All.Select(skill => skill.Task).Where(other => text.Contains($"$context.{other}", StringComparison.Ordinal));
            if (!read.All(made.Contains) || ask.Agents.All(agent => agent.Name != (string)task["with"]!["agent"]!) || !made.Add(name))
            {
                return false;
            }
        }

        return plan.Do.Count >= 1 && plan.Do.Count <= ask.MaxTasks;
    }

    private static PlannerInput Ask(string goal, params AllowedAgent[] agents) => new()
    {
        Goal = JsonSerializer.SerializeToElement(goal), Input = Json("""{ "topic": "queues", "sources": ["a.md"] }"""), Agents = agents,
    };

    private static PlannerInput After(PlannerInput ask, string failed) =>
        ask with { Previous = new FailedPlan(Json(Plan(ask)), new PlanError("It broke", "badly", failed)) };

    private static string Plan(PlannerInput ask) => JsonSerializer.Serialize(JsonSerializer.SerializeToElement(Made(ask), RoutingJson.Default.PlannerOutput), Plain);

    private static string Tasks(PlannerInput ask) =>
        string.Join(' ', Made(ask).Do.Select(item => item!.AsObject().Single()).Select(task => $"{task.Key}:{task.Value!["with"]!["agent"]}"));

    private static PlannerOutput Made(PlannerInput ask)
    {
        var result = PlanMaker.Make(ask);
        return result.Output.ShouldNotBeNull(result.Failure?.Message);
    }

    private static string Refusal(PlannerInput ask)
    {
        var result = PlanMaker.Make(ask);
        result.Kind.ShouldBe(AgentResultKind.Refused);
        return result.Failure!.Message;
    }

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}

using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Agents.Together;

/// <summary>The shipped definitions as the engine runs them, with the real agents.</summary>
public sealed class BriefingWorkflowTests : IDisposable
{
    private readonly SampleSources sources = new();
    private readonly AgentsInProcess agents;

    public BriefingWorkflowTests() => agents = new AgentsInProcess(sources.Folder);

    private object Request => new { topic = "How queues keep messages", sources = new[] { sources.Docs, "/absent.md" } };

    public void Dispose()
    {
        agents.Dispose();
        sources.Dispose();
    }

    [Fact]
    public void A_request_becomes_a_briefing_and_an_event()
    {
        var run = Host().Run(Request);

        run.Error.ShouldBeNull();
        run.Status.ShouldBe(RunStatus.Completed);
        var output = run.Output.ShouldNotBeNull();
        File.Exists(output.GetProperty("file").GetString()).ShouldBeTrue();
        output.GetProperty("sentences").GetInt32().ShouldBe(output.GetProperty("citations").GetArrayLength());
        output.GetProperty("validation").GetProperty("confidence").GetDouble().ShouldBeGreaterThan(0.8);
        output.GetProperty("skipped")[0].GetProperty("reason").GetString().ShouldBe("missing: there is no such file or folder");
        var published = run.Published.ShouldHaveSingleItem();
        published.GetProperty("type").GetString().ShouldBe("briefing.published");
        published.GetProperty("data").GetProperty("file").GetString().ShouldBe(output.GetProperty("file").GetString());
        run.Dispatched.Count(order => order.Agent == "research").ShouldBe(2);
    }

    [Fact]
    public void An_event_starts_the_same_run()
    {
        var run = Host().Run(new[] { new { specversion = "1.0", id = "1", source = "/test", type = "briefing.requested", data = Request } });
        run.Error.ShouldBeNull();
        run.Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public void An_input_that_does_not_fit_is_refused()
    {
        foreach (var input in (object[])[new { topic = "x" }, new { topic = "x", sources = Array.Empty<string>() },
            new { topic = "x", sources = new[] { "a" }, length = 0 }, Array.Empty<object>()])
        {
            var run = Host().Run(input);
            run.Status.ShouldBe(RunStatus.Faulted);
            run.Dispatched.ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_draft_in_doubt_goes_back_once_and_then_to_a_person()
    {
        var host = Host();
        host.Agent("validation", _ => AgentReply.Done(new
        {
            confidence = 0.4, coverage = 1, @checked = 3, results = Array.Empty<object>(),
            faults = new[] { new { sentence = 0, id = "p", text = "refused", kind = "number", detail = "It differs." } },
        }));

        var run = host.Start(Request);

        run.Dispatched.Count(order => order.Agent == "analysis").ShouldBe(2);
        run.Dispatched.Last(order => order.Agent == "analysis").Input.GetProperty("faults")[0].GetProperty("text").GetString().ShouldBe("refused");
        run.Approvals.ShouldHaveSingleItem().Title.ShouldBe("Publish the briefing on How queues keep messages? Confidence is 0.4.");

        run.Decide(true);
        run.Continue();
        run.Status.ShouldBe(RunStatus.Completed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_draft_that_nobody_approves_is_not_published(bool declined)
    {
        var host = Host();
        host.Agent("validation", _ => AgentReply.Done(
            new { confidence = 0.4, coverage = 1, @checked = 3, results = Array.Empty<object>(), faults = Array.Empty<object>() }));
        var run = host.Start(Request);
        if (declined)
        {
            run.Decide(false);
        }

        // Without a decision three days pass.
        run.Continue();

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.ShouldNotBeNull().GetProperty("title").GetString().ShouldBe("The briefing was not approved");
        Directory.Exists(sources.Output).ShouldBeFalse();
    }

    [Fact]
    public void A_run_that_fails_after_publishing_takes_the_file_back()
    {
        var yaml = Definition("briefing").Replace("\noutput:\n", """

              - trip:
                  raise:
                    error:
                      type: https://serverlessworkflow.io/spec/1.0.0/errors/runtime
                      status: 500
                      title: Something after it fails

            output:

            """, StringComparison.Ordinal);
        var run = Host(yaml).Run(Request);

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.ShouldNotBeNull().GetProperty("title").GetString().ShouldBe("Something after it fails");
        run.Dispatched.Count(order => order.Agent == "execution").ShouldBe(2);
        Directory.GetFiles(sources.Output).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_left_to_read_fails_with_one_message()
    {
        var run = Host().Run(new { topic = "queues", sources = new[] { "/absent.md" } });
        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.ShouldNotBeNull().GetRawText().ShouldContain("No source is left that speaks of");
        run.Dispatched.Count(order => order.Agent == "analysis").ShouldBe(1);
    }

    [Fact]
    public void Claims_are_checked_by_one_call()
    {
        var run = Host(Definition("check-claims")).Run(new
        {
            pairs = new[]
            {
                new { id = "a", claim = "The queue keeps 3 copies of a message.", passage = "The queue keeps 3 copies of a message. It is fast." },
                new { id = "b", claim = "The queue keeps 4 copies of a message.", passage = "The queue keeps 3 copies of a message. It is fast." },
            },
        });

        run.Error.ShouldBeNull();
        run.Output.ShouldNotBeNull().GetProperty("results").EnumerateArray().Select(result => result.GetProperty("supported").GetBoolean())
            .ShouldBe([true, false]);
    }

    [Fact]
    public void A_plan_is_made_and_run_and_made_anew_without_the_one_that_failed()
    {
        var host = Host(Definition("plan-briefing"));
        var run = host.Run(Request);

        run.Error.ShouldBeNull();
        var output = run.Output.ShouldNotBeNull();
        File.Exists(output.GetProperty("file").GetString()).ShouldBeTrue();
        output.GetProperty("validation").GetProperty("confidence").GetDouble().ShouldBeGreaterThan(0.8);
        run.Children.ShouldHaveSingleItem().Dispatched.Select(order => order.Agent).ShouldBe(["research", "analysis", "validation", "execution"]);

        host.Agent("validation", _ => AgentReply.Permanent("out of order"));
        var again = host.Run(Request);

        again.Error.ShouldBeNull();
        again.Output.ShouldNotBeNull().GetProperty("validation").ValueKind.ShouldBe(JsonValueKind.Null);
        again.Dispatched.Select(order => order.Agent).ShouldBe(["planner", "planner"]);
        again.Children[^1].Dispatched.Select(order => order.Agent).ShouldBe(["research", "analysis", "execution"]);
    }

    [Fact]
    public void A_plan_that_nobody_can_make_fails_with_what_is_missing()
    {
        var run = Host(Definition("plan-briefing").Replace("agents: [research,", "agents: [", StringComparison.Ordinal)).Run(Request);

        run.Status.ShouldBe(RunStatus.Faulted);
        run.Error.ShouldNotBeNull().GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain("no allowed agent can read sources");
    }

    private WorkflowTestHost Host(string? yaml = null)
    {
        var host = WorkflowTestHost.FromYaml(yaml ?? Definition("briefing"));
        foreach (var name in (string[])["routing", "planner", "research", "analysis", "validation", "execution"])
        {
            host.Agent(name, call => Answer(name, call.Input));
        }

        return host;
    }

    // The test host asks its agents one after the other and waits for each.
    private AgentReply Answer(string agent, JsonElement input)
    {
        var (kind, output, failure) = agents.CallAsync(agent, input).GetAwaiter().GetResult();
        return kind == AgentResultKind.Done ? AgentReply.Done(output) : AgentReply.Permanent(failure!);
    }

    private static string Definition(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AgentBus.sln")))
        {
            folder = folder.Parent!;
        }

        return File.ReadAllText(Path.Combine(folder.FullName, "deploy", "workflows", $"{name}.yaml"));
    }
}

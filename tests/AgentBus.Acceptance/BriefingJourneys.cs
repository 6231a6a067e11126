using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.TestKit.Processes;
using RabbitMQ.Client;

namespace AgentBus.Acceptance;

/// <summary>The main job over independent services, started in each way, with processes killed under it.</summary>
public sealed class BriefingJourneys(House house) : IClassFixture<House>
{
    private const string Topic = "how messages and workflow state survive a crash";

    [Fact]
    public async Task Five_agents_write_a_briefing_in_which_every_sentence_is_cited()
    {
        var run = await house.Api.StartAsync("briefing", Input());

        var ended = await house.Api.EndedAsync(run);

        ended.GetProperty("run").GetProperty("state").GetString().ShouldBe("Completed", ended.GetRawText());
        var file = ended.GetProperty("output").GetProperty("file").GetString()!;
        var text = await File.ReadAllTextAsync(Path.Combine(house.Folder, "output", file));
        text.ShouldContain("## Sources");
        var citations = ended.GetProperty("output").GetProperty("citations").EnumerateArray().ToList();
        citations.Count.ShouldBeGreaterThan(4);
        var plain = text.Replace("\\", "", StringComparison.Ordinal); // Markdown signs in a sentence are escaped
        citations.ShouldAllBe(citation => plain.Contains(citation.GetProperty("sentence").GetString()!, StringComparison.Ordinal));
        Agents(ended).ShouldBe(["analysis", "execution", "research", "routing", "validation"]);
    }

    [Fact]
    public async Task An_event_starts_one_run_however_and_how_often_it_comes()
    {
        var id = Guid.NewGuid().ToString();
        var structured = new JsonObject
        {
            ["specversion"] = "1.0", ["id"] = id, ["source"] = "/tests", ["type"] = "briefing.requested", ["data"] = Input(),
        };
        await house.Api.PublishAsync(structured.ToJsonString());
        await using var link = await house.Broker.ConnectAsync();
        await using var channel = await link.CreateChannelAsync(new CreateChannelOptions(true, true));
        var plain = new BasicProperties { ContentType = "application/cloudevents+json" };
        await channel.BasicPublishAsync("agentbus.events", "briefing.requested", true, plain, Encoding.UTF8.GetBytes(structured.ToJsonString()));
        var binary = new BasicProperties
        {
            ContentType = "application/json",
            Headers = new Dictionary<string, object?>
            {
                ["cloudEvents:specversion"] = "1.0", ["cloudEvents:id"] = id, ["cloudEvents:source"] = "/tests", ["cloudEvents:type"] = "briefing.requested",
            },
        };
        await channel.BasicPublishAsync("agentbus.events", "briefing.requested", true, binary, Encoding.UTF8.GetBytes(Input().ToJsonString()));

        // A later event of another id shows that those before it were taken in: the queue is in order and the run count can be trusted.
        structured["id"] = id + "-later";
        await channel.BasicPublishAsync("agentbus.events", "briefing.requested", true, plain, Encoding.UTF8.GetBytes(structured.ToJsonString()));
        var runs = await StartedByAsync(id, 2);

        runs.Count(run => run.GetProperty("startedBy").GetString()!.Contains($"event {id} of", StringComparison.Ordinal)).ShouldBe(1);
        foreach (var run in runs)
        {
            var ended = await house.Api.EndedAsync(run.GetProperty("id").GetGuid());
            ended.GetProperty("run").GetProperty("state").GetString().ShouldBe("Completed", ended.GetRawText());
        }
    }

    [Theory]
    [InlineData("Orchestrator")]
    [InlineData("Agents.Research")]
    public async Task A_kill_in_the_middle_of_a_run_loses_and_repeats_nothing(string service)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        var run = await house.Api.StartAsync("briefing", Input());
        await house.Api.SeenAsync(run, "step.completed");
        await house.KillAndStartAsync(service, limit.Token);

        var ended = await house.Api.EndedAsync(run);

        ended.GetProperty("run").GetProperty("state").GetString().ShouldBe("Completed", ended.GetRawText());
        var history = (await house.Api.GetAsync($"/v1/runs/{run}/history?limit=500")).GetProperty("items").EnumerateArray().ToList();
        history.Where(e => Type(e) == "step.completed").GroupBy(e => e.GetProperty("step").GetString()).ShouldAllBe(g => g.Count() == 1);
        history.Count(e => Type(e) == "event.published").ShouldBe(1);
        Directory.GetFiles(Path.Combine(house.Folder, "output"), $"*{run.ToString("N")[^8..]}*").Length.ShouldBe(1);
    }

    private static string Type(JsonElement entry) => entry.GetProperty("type").GetString()!;

    private static JsonObject Input() => new()
    {
        ["topic"] = Topic,
        ["sources"] = new JsonArray(
            Path.Combine(ServiceProcess.RepositoryRoot, "README.md"), Path.Combine(ServiceProcess.RepositoryRoot, "shared", "AgentBus.Storage")),
    };

    private static List<string> Agents(JsonElement run) =>
        [.. run.GetProperty("steps").EnumerateArray().Where(s => s.TryGetProperty("agent", out _)).Select(s => s.GetProperty("agent").GetString()!).Distinct().Order(StringComparer.Ordinal)];

    private async Task<List<JsonElement>> StartedByAsync(string eventId, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        while (true)
        {
            var runs = (await house.Api.GetAsync("/v1/runs?limit=100")).GetProperty("items").EnumerateArray()
                .Where(run => run.GetProperty("startedBy").GetString()!.Contains(eventId, StringComparison.Ordinal)).ToList();
            if (runs.Count >= count)
            {
                return runs;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
        }
    }
}

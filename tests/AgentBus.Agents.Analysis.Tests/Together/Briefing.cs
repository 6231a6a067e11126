using System.Text.Json;

namespace AgentBus.Agents.Together;

/// <summary>The steps of <c>deploy/workflows/briefing.yaml</c>, one after the other.</summary>
internal static class Briefing
{
    public static async Task<(JsonElement Analysis, JsonElement Validation, JsonElement Published)> WriteAsync(AgentsInProcess agents, string topic,
        string[] sources, int? length = null)
    {
        var plan = await agents.DoneAsync("routing", new { topic, sources, length });
        var found = new List<JsonElement>();
        foreach (var group in plan.GetProperty("groups").EnumerateArray())
        {
            found.Add(await agents.DoneAsync("research",
                new { topic, sources = group, depth = plan.GetProperty("depth"), maxPassages = plan.GetProperty("maxPassages") }));
        }

        var passages = found.SelectMany(f => f.GetProperty("passages").EnumerateArray()).ToList();
        var tables = found.SelectMany(f => f.GetProperty("tables").EnumerateArray()).ToList();
        var skipped = found.SelectMany(f => f.GetProperty("skipped").EnumerateArray()).ToList();
        var analysis = await agents.DoneAsync("analysis", new { topic, length, passages, tables, skipped });
        var validation = await ValidateAsync(agents, topic, analysis);
        if (validation.GetProperty("faults").GetArrayLength() > 0)
        {
            analysis = await agents.DoneAsync("analysis",
                new { topic, length, passages, tables, skipped, faults = validation.GetProperty("faults") });
            validation = await ValidateAsync(agents, topic, analysis);
        }

        var (draft, cited, contradictions) = (analysis.GetProperty("draft"), analysis.GetProperty("passages"),
            analysis.GetProperty("contradictions"));
        return (analysis, validation, await agents.DoneAsync("execution",
            new { topic, draft, passages = cited, contradictions, validation, skipped }));
    }

    private static Task<JsonElement> ValidateAsync(AgentsInProcess agents, string topic, JsonElement analysis) => agents.DoneAsync("validation", new
    {
        topic,
        draft = analysis.GetProperty("draft"),
        passages = analysis.GetProperty("passages"),
        contradictions = analysis.GetProperty("contradictions").GetArrayLength(),
    });
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentBus.Agents.Routing.Planning;

/// <summary>
/// Writes the tasks. What a task made is kept in <c>$context</c> under its name; the last one's output holds what was asked for.
/// </summary>
internal sealed class PlanWriter(PlannerInput input, Team team, IReadOnlySet<string> given)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Where each datum is found, by its name: the latest that gives it.
    private readonly Dictionary<string, (string? Task, string Path)> _data = given.ToDictionary(name => name, name => ((string?)null, Member(name)));

    /// <param name="chain">Skills in their order.</param>
    /// <param name="others">Agents the planner knows only by the goal's words; they get everything there is, before a file is written.</param>
    /// <param name="asked">Skills whose results are the plan's.</param>
    /// <param name="leftOut">Noted in the plan.</param>
    public PlannerOutput Write(IReadOnlyList<Skill> chain, IReadOnlyList<string> others, IReadOnlyList<Skill> asked, IReadOnlyList<string> leftOut)
    {
        var before = chain.Where(skill => skill != Skills.Write);
        List<(string Task, JsonObject Body)> tasks = [.. before.Select(Of), .. others.Select(Of), .. chain.Where(skill => skill == Skills.Write).Select(Of)];
        foreach (var (name, body) in tasks.SkipLast(1))
        {
            body["export"] = new JsonObject { ["as"] = $"${{ $context + {{ {Key(name)}: . }} }}" };
        }

        var (last, end) = tasks[^1];
        end["output"] = new JsonObject { ["as"] = new JsonObject(Results(asked, others).Select(name => KeyValuePair.Create(name, (JsonNode?)Reference(name, last)))) };
        if (leftOut.Count > 0)
        {
            tasks[0].Body["metadata"] = LeftOut.Note(leftOut);
        }

        return new PlannerOutput(new JsonArray([.. tasks.Select(task => (JsonNode)new JsonObject { [task.Task] = task.Body })]));
    }

    private (string Task, JsonObject Body) Of(Skill skill)
    {
        var arguments = new JsonObject { ["topic"] = Topic() };
        foreach (var name in skill.Needs.Concat(skill.Takes).Where(_data.ContainsKey))
        {
            arguments[name] = Reference(name, null, skill.Counts.Contains(name) ? " | length" : "");
        }

        foreach (var (name, path) in skill.Gives)
        {
            _data[name] = (skill.Task, path);
        }

        return (skill.Task, Call(team.For(skill)!, arguments));
    }

    private (string Task, JsonObject Body) Of(string agent)
    {
        _data[ResultOf(agent)] = (ResultOf(agent), ".");
        return (ResultOf(agent), Call(agent, new JsonObject { ["goal"] = Text(input.GoalText), ["input"] = "${ $workflow.input }", ["results"] = "${ $context }" }));
    }

    private JsonNode Topic() => input.Input.ValueKind == JsonValueKind.Object && input.Input.TryGetProperty("topic", out var topic)
        && topic.ValueKind == JsonValueKind.String ? "${ $workflow.input.topic }" : Text(input.GoalText);

    private string Reference(string name, string? here, string filter = "")
    {
        var (task, path) = _data[name];
        var at = task is null ? $"$workflow.input{path}" : task == here ? path : $"$context{Member(task)}{(path == "." ? "" : path)}";
        return $"${{ {at}{filter} }}";
    }

    private static IEnumerable<string> Results(IReadOnlyList<Skill> asked, IReadOnlyList<string> others) =>
        asked.SelectMany(skill => skill.Gives.Keys).Concat(others.Select(ResultOf)).Distinct(StringComparer.Ordinal);

    // Never the name of a skill's task or of anything a skill gives.
    private static string ResultOf(string agent) => $"ask-{agent}";

    private static JsonObject Call(string agent, JsonObject arguments) =>
        new() { ["call"] = "agent", ["with"] = new JsonObject { ["agent"] = agent, ["input"] = arguments } };

    // A text that looks like an expression must stay a text.
    private static string Text(string text) => text.Contains("${", StringComparison.Ordinal) ? $"${{ {JsonSerializer.Serialize(text, Plain)} }}" : text;

    private static string Member(string name) => IsName(name) ? $".{name}" : $"[{Quoted(name)}]";

    private static string Key(string name) => IsName(name) ? name : Quoted(name);

    private static string Quoted(string name) => JsonSerializer.Serialize(name, Plain);

    private static bool IsName(string name) => name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') && !char.IsAsciiDigit(name[0]);
}

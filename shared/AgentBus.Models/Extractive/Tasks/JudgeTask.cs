using System.Text.Json;
using AgentBus.Models.Extractive.Judging;

namespace AgentBus.Models.Extractive.Tasks;

/// <summary><c>{claim, passage}</c> or <c>{pairs: [{id, claim, passage}]}</c> to whether each claim is supported, and what is wrong with it.</summary>
internal sealed class JudgeTask : IExtractiveTask
{
    public string Name => "judge";

    public string Run(JsonElement input)
    {
        var task = new TaskInput(Name, input);
        List<TaskInput> pairs = task.Has("pairs") ? task.Items("pairs") : [task];
        var read = new Dictionary<string, List<Unit>>(StringComparer.Ordinal);
        var results = pairs.Select(p => Result(p.OptionalText("id"), Support.Judge(p.Text("claim"), Read(read, p.Text("passage"))))).ToList();
        return JsonSerializer.Serialize(new JudgeOutput(results), ExtractiveJson.Readable.JudgeOutput);
    }

    private static List<Unit> Read(Dictionary<string, List<Unit>> read, string passage)
    {
        if (!read.TryGetValue(passage, out var units))
        {
            read[passage] = units = Unit.AllOf(passage);
        }

        return units;
    }

    private static JudgeResult Result(string? id, Judgement judgement) => new(id, judgement.Support, judgement.Faults.Count == 0, judgement.Faults);
}

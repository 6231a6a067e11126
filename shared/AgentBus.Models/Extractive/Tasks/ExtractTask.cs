using System.Text.Json;
using AgentBus.Models.Extractive.Entities;
using AgentBus.Models.Extractive.Ranking;

namespace AgentBus.Models.Extractive.Tasks;

/// <summary><c>{text | passages, kinds?, maxKeywords?}</c> to keywords and entities.</summary>
internal sealed class ExtractTask : IExtractiveTask
{
    private static readonly string[] Kinds = ["name", "number", "date", "url", "acronym"];

    public string Name => "extract";

    public string Run(JsonElement input)
    {
        var task = new TaskInput(Name, input);
        var passages = task.Passages();
        var kinds = task.Texts("kinds");
        if (kinds.Except(Kinds, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw task.Wrong($"'kinds' has '{unknown}'; it may have {string.Join(", ", Kinds)}");
        }

        var keywords = Keywords.Of(passages, task.Count("maxKeywords", 20, 200)).Select(k => new Keyword(k.Text, k.Score)).ToList();
        var entities = EntityFinder.Of(passages).Where(e => kinds.Count == 0 || kinds.Contains(e.Kind, StringComparer.Ordinal)).ToList();
        return JsonSerializer.Serialize(new ExtractOutput(keywords, entities), ExtractiveJson.Readable.ExtractOutput);
    }
}

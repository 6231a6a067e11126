using System.Text.Json;
using AgentBus.Models.Extractive.Ranking;

namespace AgentBus.Models.Extractive.Tasks;

/// <summary><c>{topic?, passages, format?, maxSentences?}</c> to the sentences that say most about the topic.</summary>
internal sealed class SummariseTask : IExtractiveTask
{
    public string Name => "summarise";

    public string Run(JsonElement input)
    {
        var task = new TaskInput(Name, input);
        var chosen = Summary.Select(Sentence.Quotable(task.Passages(), IsPlain(task)), task.OptionalText("topic"), task.Count("maxSentences", 5, 200));
        return JsonSerializer.Serialize(
            new SummariseOutput([.. chosen.Select(c => new SummarySentence(c.Sentence.Text, c.Sentence.PassageId, c.Score))]), ExtractiveJson.Readable.SummariseOutput);
    }

    private static bool IsPlain(TaskInput task) => task.OptionalText("format") switch
    {
        null or "markup" => false,
        "text" => true,
        var other => throw task.Wrong($"'format' is '{other}'; give text or markup"),
    };
}

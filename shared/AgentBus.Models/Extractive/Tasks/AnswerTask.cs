using System.Text.Json;
using AgentBus.Models.Extractive.Ranking;

namespace AgentBus.Models.Extractive.Tasks;

/// <summary><c>{question, passages}</c> to the sentence that answers best, or an empty answer when none shares a word with the question.</summary>
internal sealed class AnswerTask : IExtractiveTask
{
    public string Name => "answer";

    public string Run(JsonElement input)
    {
        var task = new TaskInput(Name, input);
        var best = QuestionAnswering.Best(task.Text("question"), Sentence.Quotable(task.Passages()));
        return JsonSerializer.Serialize(
            best is { } b ? new AnswerOutput(b.Sentence.Text, b.Sentence.PassageId, b.Confidence) : new AnswerOutput("", null, 0), ExtractiveJson.Readable.AnswerOutput);
    }
}

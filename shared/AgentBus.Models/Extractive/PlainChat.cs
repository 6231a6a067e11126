using AgentBus.Models.Extractive.Ranking;
using AgentBus.Models.Extractive.Text;

namespace AgentBus.Models.Extractive;

/// <summary>What the provider makes of a chat without a task: it quotes from the text it was sent, and says so.</summary>
internal static class PlainChat
{
    private const int MaxSentences = 3;

    public static string Reply(string message)
    {
        var sentences = Sentence.Quotable([new Passage(null, message)]);
        var question = Sentences.Split(message.TrimEnd()).LastOrDefault() is { } last && last.EndsWith('?') ? last : null;
        var source = sentences.Where(s => s.Text != question).ToList();
        if (question is not null && QuestionAnswering.Best(question, source) is { } answer)
        {
            return $"Quoted from your text, not written by a language model: {answer.Sentence.Text}";
        }

        var summary = question is null ? Summary.Select(source, null, MaxSentences).OrderBy(s => source.IndexOf(s.Sentence)).ToList() : [];
        return summary.Count > 0
            ? $"Selected from your text, not written by a language model: {string.Join(' ', summary.Select(s => s.Sentence.Text))}"
            : "This is the built-in extractive provider: it can only select from text it is sent, and found nothing to select here. Send a text, or configure a model provider.";
    }
}

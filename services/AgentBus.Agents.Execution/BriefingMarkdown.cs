using System.Globalization;
using System.Text;

namespace AgentBus.Agents.Execution;

/// <summary>
/// A briefing as Markdown: sections, each sentence with the number of its source, then the sources. The same input gives the same bytes.
/// </summary>
internal sealed class BriefingMarkdown
{
    private readonly StringBuilder text = new();
    private readonly Dictionary<string, Passage> passages;
    private readonly List<Passage> cited = [];
    private readonly List<SentenceCitation> citations = [];

    private BriefingMarkdown(IEnumerable<Passage> passages) =>
        this.passages = passages.DistinctBy(p => p.Id).ToDictionary(p => p.Id, StringComparer.Ordinal);

    /// <summary>The text, and where each sentence comes from.</summary>
    /// <exception cref="UnknownPassageException">A sentence cites a passage that was not handed over.</exception>
    public static (string Text, IReadOnlyList<SentenceCitation> Citations) Write(ExecutionInput input, Draft draft, Guid run)
    {
        var markdown = new BriefingMarkdown(input.Passages ?? []);
        markdown.text.Append(CultureInfo.InvariantCulture, $"# {Escape(draft.Title)}\n");
        foreach (var section in draft.Sections.Where(section => section.Sentences.Count > 0))
        {
            markdown.text.Append(CultureInfo.InvariantCulture, $"\n## {Escape(section.Heading)}\n\n");
            markdown.text.AppendJoin(' ', section.Sentences.Select(markdown.Sentence)).Append('\n');
        }

        markdown.Contradictions(input.Contradictions ?? []);
        markdown.Sources();
        markdown.Skipped(input.Skipped ?? []);
        markdown.Confidence(input.Validation);
        markdown.text.Append(CultureInfo.InvariantCulture, $"\n{Marker(run)}\n");
        return (markdown.text.ToString(), markdown.citations);
    }

    /// <summary>The last line of every briefing: which run wrote it.</summary>
    public static string Marker(Guid run) => $"<!-- agentbus run {run:D} -->";

    private string Sentence(DraftSentence sentence)
    {
        var passage = Passage(sentence.PassageId);
        citations.Add(new SentenceCitation(sentence.Text, passage.Source, passage.Lines));
        return $"{Escape(sentence.Text)} [{Number(passage)}]";
    }

    private Passage Passage(string id) => passages.GetValueOrDefault(id)
        ?? throw new UnknownPassageException($"A sentence cites passage '{id}', which is not among the passages given.");

    // The same lines of the same source share a number.
    private int Number(Passage passage)
    {
        var index = cited.FindIndex(other => other.Source == passage.Source && other.Lines == passage.Lines);
        if (index < 0)
        {
            cited.Add(passage);
            index = cited.Count - 1;
        }

        return index + 1;
    }

    private void Contradictions(IReadOnlyList<Contradiction> contradictions)
    {
        var known = contradictions.Where(c => passages.ContainsKey(c.A.PassageId) && passages.ContainsKey(c.B.PassageId));
        List("Contradictions", known.Select(c =>
            $"{Escape(c.Detail)} \"{Escape(c.A.Text)}\" [{Number(passages[c.A.PassageId])}] and \"{Escape(c.B.Text)}\" [{Number(passages[c.B.PassageId])}]"));
    }

    private void Sources() => List("Sources", cited.Select((passage, index) =>
        $"[{index + 1}] {Escape(passage.Source)}, {(passage.Lines.From == passage.Lines.To ? $"line {passage.Lines.From}" : $"lines {passage.Lines.From}-{passage.Lines.To}")}"));

    private void Skipped(IReadOnlyList<SkippedSource> skipped) =>
        List("Skipped sources", skipped.Select(source => $"{Escape(source.Source)}: {Escape(source.Reason)}"));

    private void Confidence(Validation? validation)
    {
        if (validation is null)
        {
            return;
        }

        var faults = validation.Faults ?? [];
        text.Append(CultureInfo.InvariantCulture,
            $"\n## Confidence\n\n{validation.Confidence:P0} ({validation.Checked} sentences checked against their sources, {faults.Count} in doubt).\n");
        foreach (var fault in faults)
        {
            text.Append(CultureInfo.InvariantCulture, $"- Sentence {fault.Sentence + 1}: {Escape(fault.Detail)}\n");
        }
    }

    private void List(string heading, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {heading}\n\n");
            all.ForEach(line => text.Append(CultureInfo.InvariantCulture, $"- {line}\n"));
        }
    }

    // Sources are written by others: their text must stay text where the briefing is shown as HTML.
    private static string Escape(string raw)
    {
        var escaped = new StringBuilder(raw.Length);
        foreach (var c in string.Join(' ', raw.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        {
            _ = c is '\\' or '<' or '[' or ']' or '`' ? escaped.Append('\\').Append(c) : escaped.Append(c);
        }

        return escaped.ToString();
    }
}

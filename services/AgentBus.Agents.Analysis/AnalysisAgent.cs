using AgentBus.Agents.Analysis.Comparing;
using AgentBus.Agents.Analysis.Drafting;
using AgentBus.Agents.Analysis.Tables;
using AgentBus.Agents.Analysis.Text;
using AgentBus.AgentSdk;
using AgentBus.AgentSdk.Chat;

namespace AgentBus.Agents.Analysis;

/// <summary>Finds what the passages and tables say, where sources agree and differ, and drafts sentences that each cite a passage.</summary>
[Agent("analysis", Version = "1.0.0", Capabilities = ["compare", "profile-tables", "draft"], Concurrency = 4, Prompts = ["summarise", "entities"])]
internal sealed class AnalysisAgent : IAgent<AnalysisInput, AnalysisOutput>
{
    private const double NearDuplicate = 0.7;
    private const int MaxFigureTables = 2;
    private const int MaxKeyPoints = 8;
    private const double SamePoint = 0.45;
    private const int LeastPassages = 24;
    private const int PassagesPerSentence = 2;

    public async Task<AgentResult<AnalysisOutput>> RunAsync(AnalysisInput input, AgentContext context, CancellationToken cancellationToken)
    {
        if (Problem(input) is { } problem)
        {
            return problem;
        }

        var distinct = Shingles.Distinct(input.Passages.OrderByDescending(passage => passage.Score), passage => passage.Text, NearDuplicate);
        var passages = distinct.DistinctBy(passage => passage.Id).ToDictionary(passage => passage.Id, StringComparer.Ordinal);
        context.Progress(0.2, $"choosing sentences from {passages.Count} passages");
        var sentences = await SentencesAsync(input, passages, context, cancellationToken);
        context.Progress(0.6, "comparing sources and profiling tables");
        var entities = await EntitiesAsync(passages, context, cancellationToken);
        var tables = (input.Tables ?? []).Select(table => (Table: table, Profile: TableProfiler.Profile(table))).ToList();
        var figures = tables.Take(MaxFigureTables).Select(table => (table.Table.Title, Facts: Facts(table.Table, table.Profile, input.Faults ?? [])))
            .Where(figure => figure.Facts.Count > 0).ToList();
        if (sentences.Count == 0 && figures.Count == 0)
        {
            return AgentResult.Permanent("nothing-to-say",
                $"None of the {input.Passages.Count} passages holds a whole sentence about '{input.Topic}'. Name other sources, or put the topic in other words.");
        }

        var statements = Statement.Of(passages.Values);
        var (agreements, contradictions) = SourceComparison.Of(statements);
        var draft = Drafter.Arrange(input.Topic, sentences, passages,
            figures.Select(figure => new DraftSection($"Figures from {figure.Title}", [.. figure.Facts.Select(fact => fact.Sentence)])));
        var rows = figures.SelectMany(figure => figure.Facts).Select(fact => fact.Passage);
        return new AnalysisOutput(
            KeyPoints(sentences, statements), entities, agreements, contradictions, [.. tables.Select(table => table.Profile)], draft,
            Cited(draft, agreements, contradictions, passages.Values.Concat(rows)), input.Passages.Count - passages.Count);
    }

    private static AgentResult? Problem(AnalysisInput input)
    {
        if (string.IsNullOrWhiteSpace(input.Topic))
        {
            return AgentResult.Permanent("bad-input", "The topic is empty. Say what the briefing is about.");
        }

        if (input.Length is < 1 or > Drafter.MaxLength)
        {
            return AgentResult.Permanent("bad-input", $"length is {input.Length}; give 1 to {Drafter.MaxLength} sentences.");
        }

        if (input.Passages.Count > 0 || input.Tables is { Count: > 0 })
        {
            return null;
        }

        var skipped = (input.Skipped ?? []).Take(5).Select(source => $"{source.Source}: {source.Reason}").ToList();
        return skipped.Count == 0
            ? AgentResult.Permanent("nothing-found",
                $"The sources were read, but none of them speaks of '{input.Topic}'. Name other sources, or put the topic in other words.")
            : AgentResult.Permanent("no-usable-source", $"No source is left that speaks of '{input.Topic}'. Skipped: {string.Join("; ", skipped)}.");
    }

    private static async Task<IReadOnlyList<CitedSentence>> SentencesAsync(
        AnalysisInput input, Dictionary<string, Passage> passages, AgentContext context, CancellationToken cancellationToken)
    {
        if (passages.Count == 0)
        {
            return [];
        }

        var length = input.Length ?? Drafter.DefaultLength;
        var faults = input.Faults ?? [];

        // More than wanted, as some are refused, said twice, or not fit to be shown.
        var foremost = new TopicWeight(input.Topic, passages.Values).Foremost(passages.Values, Math.Max(LeastPassages, PassagesPerSentence * length));
        var most = Math.Min(200, (3 * length) + 12 + faults.Count);
        var request = new SummariseInput(input.Topic, Slim(foremost), most, faults.Count == 0 ? null : faults);
        var summary = await context.AskAsync(
            "summarise", "summarise", request, AnalysisJson.Default.SummariseInput, AnalysisJson.Default.SummariseOutput, Schemas.Summarise,
            cancellationToken);
        return Drafter.Choose(input.Topic, length, summary.Sentences, passages, faults);
    }

    private static async Task<IReadOnlyList<Entity>> EntitiesAsync(Dictionary<string, Passage> passages, AgentContext context,
        CancellationToken cancellationToken)
    {
        if (passages.Count == 0)
        {
            return [];
        }

        var found = await context.AskAsync(
            "extract", "entities", new ExtractInput(Slim(passages.Values), ["name", "acronym", "date"]), AnalysisJson.Default.ExtractInput,
            AnalysisJson.Default.ExtractOutput, Schemas.Extract, cancellationToken);
        return [.. found.Entities.OrderByDescending(entity => entity.Count).Take(40)];
    }

    private static List<(CitedSentence Sentence, Passage Passage)> Facts(Table table, TableProfile profile, IReadOnlyList<Fault> faults) =>
        [.. TableFacts.Of(table, profile).Where(fact => !faults.Any(fault => fault.Text == fact.Sentence.Text))];

    private static IReadOnlyList<KeyPoint> KeyPoints(IReadOnlyList<CitedSentence> sentences, IReadOnlyList<Statement> statements) =>
    [
        .. from sentence in sentences.Take(MaxKeyPoints)
           let content = Words.Content(sentence.Text)
           let others = statements.Where(statement => Words.Overlap(content, statement.Content) >= SamePoint)
               .Select(statement => statement.Sentence.PassageId)
           select new KeyPoint(sentence.Text, [.. others.Prepend(sentence.PassageId).Distinct(StringComparer.Ordinal)]),
    ];

    private static IReadOnlyList<Passage> Cited(Draft draft, IReadOnlyList<Agreement> agreements, IReadOnlyList<Contradiction> contradictions,
        IEnumerable<Passage> all)
    {
        var cited = draft.Sections.SelectMany(section => section.Sentences)
            .Concat(agreements.SelectMany(pair => (CitedSentence[])[pair.A, pair.B]))
            .Concat(contradictions.SelectMany(pair => (CitedSentence[])[pair.A, pair.B]))
            .Select(sentence => sentence.PassageId).ToHashSet(StringComparer.Ordinal);
        return [.. all.Where(passage => cited.Contains(passage.Id))];
    }

    private static IReadOnlyList<ModelPassage> Slim(IEnumerable<Passage> passages) =>
        [.. passages.Select(passage => new ModelPassage(passage.Id, passage.Text))];
}

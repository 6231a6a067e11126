using System.Globalization;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Decisions;
using AgentBus.Models.Routing.Features;

namespace AgentBus.Models.Routing.Quality;

/// <summary>
/// The book of this process: predicts for calls, and learns from the outcomes of all gateways, in the one order. While nothing was seen of a model its catalogue entry counts.
/// Calls read while one thread folds, under one lock that is held for microseconds.
/// </summary>
internal sealed class LearnedQuality : IQualityModel, IOutcomeFold
{
    private readonly Lock _lock = new();
    private readonly Func<string, double> _prior;
    private QualityBook _book;

    public LearnedQuality(LiveModels models)
    {
        _prior = name => models.Catalogue.Find(name) is { } model ? model.Quality : new ModelOptions().Quality;
        _book = new QualityBook(_prior);
    }

    public string Format => "quality-2";

    public string Version
    {
        get
        {
            lock (_lock)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{Format}@{_book.LastRow}");
            }
        }
    }

    public Prediction Predict(RoutingTask task, IReadOnlyList<CatalogueModel> models, Span<QualityEstimate> estimates)
    {
        var features = PromptFeatures.Of(task.Prompt);
        lock (_lock)
        {
            for (var i = 0; i < models.Count; i++)
            {
                estimates[i] = _book.Find(models[i].Name) is { } known
                    ? new QualityEstimate(known.Predict(features, task.StepType), known.Usual(task.StepType), known.Fixed(task.StepType), known.FixedCount(task.StepType))
                    : new QualityEstimate(models[i].Quality);
            }

            return new Prediction(features, _book.Advantage.IsProven, _book.Advantage.Chance);
        }
    }

    /// <summary>Learns from a credit. One that says nothing about the chosen model, or whose note another version of the program wrote, is passed over.</summary>
    public void Fold(OutcomeCredit credit)
    {
        var decision = credit.Decision;
        if (!Judgement.Teaches(credit) || decision.Features is not { } bytes || LearningNote.Read(bytes) is not { } note)
        {
            return;
        }

        var answer = new JudgedAnswer(credit.Position, decision.Chosen, decision.StepType, note.Features, credit.Outcome.Quality)
        {
            Weight = credit.Weight, Decision = note.Contest is { } contest ? Judgement.Of(decision, contest, credit.Outcome.Quality) : null,
        };
        lock (_lock)
        {
            _book.Fold(answer);
        }
    }

    /// <summary>Only the thread that folds changes the book, and it is the one that saves: calls need not wait for it.</summary>
    public byte[] Save() => _book.Save();

    /// <exception cref="InvalidDataException">The state is broken.</exception>
    public void Load(ReadOnlySpan<byte> state)
    {
        var book = QualityBook.Load(state.ToArray(), _prior);
        lock (_lock)
        {
            _book = book;
        }
    }
}

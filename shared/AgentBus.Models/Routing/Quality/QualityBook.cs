using AgentBus.Models.Routing.Features;

namespace AgentBus.Models.Routing.Quality;

/// <summary>
/// The quality models of all candidates, learned from outcomes in row order. A row that was folded before changes nothing, so rows may be read again after a crash; two books
/// that folded the same rows are equal, bit for bit. Not for several threads at once: <see cref="Fold"/> changes it, and so does <see cref="Of"/> for a model it has not seen.
/// </summary>
/// <param name="prior">Success rate of a model before anything was seen of it.</param>
internal sealed class QualityBook(Func<string, double> prior)
{
    private const int Version = 2;
    private readonly SortedDictionary<string, QualityModel> _models = new(StringComparer.Ordinal);

    /// <summary>The last row learned from; 0 at the start.</summary>
    public long LastRow { get; private set; }

    /// <summary>Whether choosing by prompt pays.</summary>
    public Advantage Advantage { get; } = new();

    /// <summary>The quality model of a candidate; null when nothing was seen of it.</summary>
    public QualityModel? Find(string model) => _models.GetValueOrDefault(model);

    /// <summary>Probability that a model's answer to a prompt is good.</summary>
    public double Predict(string model, FeatureVector features, string? stepType) => Of(model).Predict(features, stepType);

    /// <summary>Success rate of a model at a step type.</summary>
    public double Usual(string model, string? stepType) => Of(model).Usual(stepType);

    /// <summary>The quality model of a candidate.</summary>
    public QualityModel Of(string model)
    {
        if (!_models.TryGetValue(model, out var found))
        {
            _models.Add(model, found = new QualityModel(prior(model)));
        }

        return found;
    }

    /// <summary>Learns from an outcome.</summary>
    public void Fold(JudgedAnswer answer)
    {
        if (answer.Row <= LastRow)
        {
            return;
        }

        Of(answer.Model).Fold(answer.Features, answer.StepType, answer.Outcome, answer.Weight);
        if (answer.Decision is { } decision)
        {
            Advantage.Fold(decision, answer.Weight);
        }

        LastRow = answer.Row;
    }

    /// <summary>All that was learned, as bytes: what a new instance starts from.</summary>
    public byte[] Save()
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            writer.Write(Version);
            writer.Write(LastRow);
            Advantage.Write(writer);
            writer.Write7BitEncodedInt(_models.Count);
            foreach (var (name, model) in _models)
            {
                writer.Write(name);
                model.Write(writer);
            }
        }

        return stream.ToArray();
    }

    /// <summary>The book of a snapshot.</summary>
    /// <exception cref="InvalidDataException">The bytes are no snapshot, or one of another version: learn from the rows instead.</exception>
    public static QualityBook Load(byte[] snapshot, Func<string, double> prior)
    {
        using var reader = new BinaryReader(new MemoryStream(snapshot));
        try
        {
            if (reader.ReadInt32() is var version && version != Version)
            {
                throw new InvalidDataException($"The snapshot is of version {version}; this program reads version {Version}. Learn from the outcome rows instead.");
            }

            var book = new QualityBook(prior) { LastRow = reader.ReadInt64() };
            book.Advantage.Read(reader);
            for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            {
                book.Of(reader.ReadString()).Read(reader);
            }

            return book;
        }
        catch (Exception e) when (e is IOException or FormatException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("The snapshot is cut off or broken. Learn from the outcome rows instead.", e);
        }
    }
}

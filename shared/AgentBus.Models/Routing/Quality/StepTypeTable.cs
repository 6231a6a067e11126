using AgentBus.Models.Routing.Drift;

namespace AgentBus.Models.Routing.Quality;

/// <summary>Success rates of one model by step type. A step type seen little is taken for an average one of the model, a model seen little for what its catalogue entry says.</summary>
/// <param name="prior">Rate before anything was seen.</param>
internal sealed class StepTypeTable(double prior)
{
    /// <summary>Outcomes the prior counts as.</summary>
    private const double PriorStrength = 10;

    /// <summary>Outcomes the model's average counts as in each step type.</summary>
    private const double AverageStrength = 20;

    private readonly SortedDictionary<string, StepTypeRecord> _records = new(StringComparer.Ordinal);

    /// <summary>All outcomes that still count.</summary>
    public Tally All { get; private set; }

    /// <summary>Success rate over all step types.</summary>
    public double Average => All.Shrunk(prior, PriorStrength);

    /// <summary>Success rate at a step type.</summary>
    public double Rate(string? stepType) => Rate(stepType, default);

    /// <summary>The rate as it would be without one of its outcomes.</summary>
    public double RateWithout(string? stepType, double outcome) => Rate(stepType, new Tally(1, outcome));

    /// <summary>What is known of a step type; null when nothing is.</summary>
    public StepTypeRecord? Find(string? stepType) => _records.GetValueOrDefault(stepType ?? "");

    /// <summary>Learns from an outcome.</summary>
    public void Fold(string? stepType, double outcome, double weight = 1)
    {
        var key = stepType ?? "";
        if (!_records.TryGetValue(key, out var record))
        {
            _records.Add(key, record = new StepTypeRecord());
        }

        var before = record.Outcomes;
        record.Fold(outcome, weight);
        All = All.Less(before).Plus(record.Outcomes);
    }

    public void Write(BinaryWriter to)
    {
        All.Write(to);
        to.Write7BitEncodedInt(_records.Count);
        foreach (var (stepType, record) in _records)
        {
            to.Write(stepType);
            record.Write(to);
        }
    }

    public void Read(BinaryReader from)
    {
        All = Tally.Read(from);
        for (var left = from.Read7BitEncodedInt(); left > 0; left--)
        {
            _records[from.ReadString()] = StepTypeRecord.Read(from);
        }
    }

    private double Rate(string? stepType, Tally without)
    {
        var record = Find(stepType)?.Outcomes ?? default;
        return record.Less(record.Count > 0 ? without : default).Shrunk(Average, AverageStrength);
    }
}

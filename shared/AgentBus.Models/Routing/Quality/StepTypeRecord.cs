using AgentBus.Models.Routing.Drift;

namespace AgentBus.Models.Routing.Quality;

/// <summary>How one model did at one step type, since it last changed.</summary>
internal sealed class StepTypeRecord
{
    private readonly ChangeDetector _detector = new();

    /// <summary>Outcomes that still count.</summary>
    public Tally Outcomes { get; private set; }

    /// <summary>How often the model changed here.</summary>
    public int Changes { get; private set; }

    /// <summary>Learns from an outcome; the outcomes from before a change no longer count.</summary>
    public void Fold(double outcome, double weight)
    {
        Outcomes = Outcomes.Add(outcome, weight);
        if (_detector.Fold(outcome, weight) is { } since)
        {
            (Outcomes, Changes) = (since, Changes + 1);
        }
    }

    public void Write(BinaryWriter to)
    {
        Outcomes.Write(to);
        to.Write(Changes);
        _detector.Write(to);
    }

    public static StepTypeRecord Read(BinaryReader from)
    {
        var record = new StepTypeRecord { Outcomes = Tally.Read(from), Changes = from.ReadInt32() };
        record._detector.Read(from);
        return record;
    }
}

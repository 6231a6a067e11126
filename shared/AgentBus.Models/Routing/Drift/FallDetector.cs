namespace AgentBus.Models.Routing.Drift;

/// <summary>
/// Watches a stream of outcomes for a fall of its success rate below its own past: a CUSUM-type e-detector (Shin, Ramdas and Rinaldo, "E-detectors", 2022). Bets on a fall to
/// a half and to three quarters of the rate multiply by their likelihood ratio at each outcome and start again at 1 when they fall below it; the alarm goes off when one
/// passes <see cref="Threshold"/>. The past counts at a cautious lower bound: too high a guess of the old rate would take luck for a change.
/// </summary>
internal sealed class FallDetector
{
    /// <summary>Evidence that raises the alarm; while the rate stays the same one is several times as many outcomes away.</summary>
    public const double Threshold = 10_000;

    /// <summary>Outcomes before the past says enough to be compared with.</summary>
    public const int Warmup = 30;

    private static readonly double[] Falls = [0.5, 0.75];
    private readonly Bet[] _bets = [new(), new()];
    private Tally _all;

    /// <summary>What came since the change, when this outcome raises the alarm; else null.</summary>
    /// <param name="outcome">0 = failure, 1 = success, or in between.</param>
    /// <param name="weight">How much it counts, over 0 to 1.</param>
    public Tally? Fold(double outcome, double weight)
    {
        Tally? alarm = null;
        for (var i = 0; i < _bets.Length; i++)
        {
            var bet = _bets[i];
            if (_all.Count - bet.Since.Count >= Warmup && bet.Fold(outcome, weight, Rate(bet.Since), Falls[i]) > Threshold)
            {
                alarm ??= bet.Since;
            }
        }

        _all = _all.Add(outcome, weight);
        return alarm;
    }

    /// <summary>The past begins with these outcomes.</summary>
    public void Restart(Tally since)
    {
        _all = since;
        Array.ForEach(_bets, bet => bet.Reset());
    }

    public void Write(BinaryWriter to)
    {
        _all.Write(to);
        Array.ForEach(_bets, bet => bet.Write(to));
    }

    public void Read(BinaryReader from)
    {
        _all = Tally.Read(from);
        Array.ForEach(_bets, bet => bet.Read(from));
    }

    /// <summary>Two standard errors below the rate of what came before the suspected change, by Agresti and Coull's estimate.</summary>
    private double Rate(Tally suspected)
    {
        var (count, successes) = (_all.Count - suspected.Count + 2, _all.Successes - suspected.Successes + 1);
        var mean = successes / count;
        return Math.Max(0.02, mean - (2 * Math.Sqrt(mean * (1 - mean) / count)));
    }

    private sealed class Bet
    {
        private double _evidence = 1;

        /// <summary>Outcomes since the evidence last started.</summary>
        public Tally Since { get; private set; }

        public double Fold(double outcome, double weight, double rate, double fall)
        {
            _evidence *= Math.Pow((outcome * fall) + ((1 - outcome) * (1 - (rate * fall)) / (1 - rate)), weight);
            Since = Since.Add(outcome, weight);
            if (_evidence <= 1)
            {
                Reset();
            }

            return _evidence;
        }

        public void Reset() => (_evidence, Since) = (1, default);

        public void Write(BinaryWriter to)
        {
            to.Write(_evidence);
            Since.Write(to);
        }

        public void Read(BinaryReader from) => (_evidence, Since) = (from.ReadDouble(), Tally.Read(from));
    }
}

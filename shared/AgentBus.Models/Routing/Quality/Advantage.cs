using System.Globalization;

namespace AgentBus.Models.Routing.Quality;

/// <summary>
/// Whether choosing by prompt beats the best fixed choice, from outcomes of logged decisions (doubly robust, so that what was not tried is corrected for). It counts as proven
/// while the lower end of a one-sided 95 % confidence sequence lies above 0: one that holds at every moment, however often it is looked at (the normal mixture of Robbins
/// 1970, asymptotic form of Waudby-Smith et al. 2021).
/// </summary>
internal sealed class Advantage
{
    private const double Alpha = 0.05;

    /// <summary>The sequence is tightest about ten times as many decisions as this from the start.</summary>
    private const double Scale = 500;

    /// <summary>Fewer decisions say nothing, whatever they look like.</summary>
    private const double Least = 500;

    /// <summary>Decisions of long ago fade: these many count.</summary>
    private const double Memory = 20_000;

    /// <summary>Sum of squares that is added to what was seen, so that a few decisions say little.</summary>
    private const double Doubt = 10;

    private double _count;
    private double _sum;
    private double _squares;

    /// <summary>Mean gain of a decision, in the unit of the utility.</summary>
    public double Mean => _count > 0 ? _sum / _count : 0;

    /// <summary>Lower end of the confidence sequence.</summary>
    public double Low => _count < Least ? double.NegativeInfinity : Mean - Width();

    /// <summary>Whether choosing by prompt is known to pay.</summary>
    public bool IsProven => Low > 0;

    /// <summary>How likely it is that choosing by prompt pays, as far as is known: one half at the start.</summary>
    public double Chance => _count > 0 ? Normal.Below(Mean / Math.Sqrt((Variance() + (Doubt / _count)) / _count)) : 0.5;

    /// <summary>Learns from a decision. One that could only have gone one way, while the choices differ, says nothing and is left out.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="weight">How much it counts, over 0 to 1.</param>
    public void Fold(JudgedDecision decision, double weight = 1)
    {
        if (decision.IsInformative)
        {
            Fold(decision.Gain, weight);
        }
    }

    /// <summary>Learns from a call of which all outcomes are known.</summary>
    /// <param name="gain">Utility of the choice by prompt less that of the fixed choice.</param>
    /// <param name="weight">How much it counts, over 0 to 1.</param>
    public void Fold(double gain, double weight = 1)
    {
        const double Kept = 1 - (1 / Memory);
        (_count, _sum, _squares) = ((_count * Kept) + weight, (_sum * Kept) + (weight * gain), (_squares * Kept) + (weight * gain * gain));
    }

    /// <summary>In words, with utilities as points of a hundred.</summary>
    public override string ToString() => _count < Least
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(_count):0} decisions; {Least:0} are needed to say anything")
        : string.Create(CultureInfo.InvariantCulture, $"{Mean * 100:+0.00;-0.00} points a call over the best fixed choice, at least {Low * 100:+0.00;-0.00} with 95 % confidence ({Math.Ceiling(_count):0} decisions)");

    public void Write(BinaryWriter to)
    {
        to.Write(_count);
        to.Write(_sum);
        to.Write(_squares);
    }

    public void Read(BinaryReader from) => (_count, _sum, _squares) = (from.ReadDouble(), from.ReadDouble(), from.ReadDouble());

    private double Variance() => Math.Max(0, (_squares / _count) - (Mean * Mean));

    private double Width()
    {
        var times = _count / Scale;
        return Math.Sqrt(Variance() / _count * (1 + (1 / times)) * Math.Log((times + 1) / (4 * Alpha * Alpha)));
    }
}

namespace AgentBus.Models.Routing.Pacing;

/// <summary>
/// Sends a set share of calls to the dearer model: those whose score is highest among the recent ones (an online quantile), moved by what the share so far owes or has too
/// much of, so that the share holds whatever the scores do.
/// </summary>
/// <param name="share">Share of calls, 0 to 1.</param>
internal sealed class SharePacer(double share)
{
    /// <summary>Scores remembered: enough for a quantile within two points, few enough to follow a change.</summary>
    private const int Window = 500;

    /// <summary>Calls of debt that move the quantile by one point.</summary>
    private const double DebtPerPoint = 0.5;

    private readonly double[] _recent = new double[Window];
    private int _seen;
    private int _taken;

    /// <summary>Whether a call of this score is among the share. Changes nothing.</summary>
    public bool Takes(double score)
    {
        var debt = (share * _seen) - _taken;
        var corrected = Math.Clamp(share + (debt / DebtPerPoint / 100), 0, 1);
        return share >= 1 || (share > 0 && Rank(score) > 1 - corrected);
    }

    /// <summary>Notes what was done with a call, by the score or for another reason.</summary>
    public void Fold(double score, bool taken)
    {
        _recent[_seen % Window] = score;
        _seen++;
        _taken += taken ? 1 : 0;
    }

    /// <summary>Share of recent scores below this one; a tie counts half, and so does the score itself.</summary>
    private double Rank(double score)
    {
        var count = Math.Min(_seen, Window);
        var below = 0.5;
        for (var i = 0; i < count; i++)
        {
            below += _recent[i] < score ? 1 : _recent[i] > score ? 0 : 0.5;
        }

        return below / (count + 1);
    }
}

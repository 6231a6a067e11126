namespace AgentBus.Jq;

/// <summary>A point in UTC as calendar fields. Days are counted by Hinnant's days-from-civil algorithm, which knows no bounds on years.</summary>
/// <param name="Year">The year.</param>
/// <param name="Month">0-11.</param>
/// <param name="Day">1-31.</param>
/// <param name="Hour">0-23.</param>
/// <param name="Minute">0-59.</param>
/// <param name="Second">0-60, with a fraction.</param>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly record struct BrokenTime(long Year, int Month, int Day, int Hour, int Minute, double Second)
{
    private const double MaxSeconds = 1e14;

    /// <summary>Seconds since 1970; fields out of range carry over, as in C's timegm.</summary>
    public double Seconds => Days * 86400.0 + Hour * 3600.0 + Minute * 60.0 + Second;

    /// <summary>0 = Sunday.</summary>
    public int Weekday => (int)(((Days + 4) % 7 + 7) % 7);

    public int DayOfYear => (int)(Days - DaysFromCivil(Year, 0, 1));

    private long Days => DaysFromCivil(Year + Math.DivRem(Month, 12).Quotient, Month % 12, 1) + Day - 1;

    public static BrokenTime? FromSeconds(double seconds)
    {
        if (!(Math.Abs(seconds) < MaxSeconds))
        {
            return null;
        }

        var whole = (long)Math.Floor(seconds);
        var days = (long)Math.Floor(whole / 86400.0);
        var rest = (int)(whole - days * 86400);
        var (year, month, day) = CivilFromDays(days);
        return new BrokenTime(year, month, day, rest / 3600, rest / 60 % 60, rest % 60 + (seconds - whole));
    }

    private static long DaysFromCivil(long year, int month0, int day)
    {
        var y = month0 < 2 ? year - 1 : year;
        var era = (y >= 0 ? y : y - 399) / 400;
        var yearOfEra = y - era * 400;
        var dayOfYear = (153 * ((month0 + 10) % 12) + 2) / 5 + day - 1;
        return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
    }

    private static (long Year, int Month0, int Day) CivilFromDays(long days)
    {
        var z = days + 719468;
        var era = (z >= 0 ? z : z - 146096) / 146097;
        var dayOfEra = z - era * 146097;
        var yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
        var dayOfYear = (int)(dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100));
        var shifted = (5 * dayOfYear + 2) / 153;
        var month0 = (shifted + 2) % 12;
        return (yearOfEra + era * 400 + (month0 < 2 ? 1 : 0), month0, dayOfYear - (153 * shifted + 2) / 5 + 1);
    }
}

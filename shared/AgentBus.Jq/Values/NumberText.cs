using System.Globalization;

namespace AgentBus.Jq;

/// <summary>How jq prints numbers.</summary>
internal static class NumberText
{
    public static string Format(JqNumber number) =>
        number.Literal is { } literal ? DecimalText.Parse(literal).ToString() : Format(number.Value);

    /// <summary>
    /// The shortest digits that read back as the same double, in plain notation up to 15 zeros (Steele and White's free format as jq's jv_dtoa lays it out).
    /// NaN prints as null, an infinity as the largest double.
    /// </summary>
    public static string Format(double value)
    {
        if (double.IsNaN(value))
        {
            return "null";
        }

        if (Math.Abs(value) < 1e15 && value == Math.Truncate(value))
        {
            return value == 0 && double.IsNegative(value) ? "-0" : ((long)value).ToString(CultureInfo.InvariantCulture);
        }

        var finite = double.IsInfinity(value) ? Math.CopySign(double.MaxValue, value) : value;
        return Layout(DecimalText.Parse(finite.ToString("R", CultureInfo.InvariantCulture)));
    }

    private static string Layout(DecimalText number)
    {
        var digits = number.Digits.TrimEnd('0');
        var point = (int)number.Exponent + number.Digits.Length;
        var sign = number.Negative ? "-" : "";
        if (point <= -4 || point > digits.Length + 15)
        {
            var exponent = point - 1;
            var fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        return point <= 0 ? $"{sign}0.{new string('0', -point)}{digits}"
            : point >= digits.Length ? sign + digits + new string('0', point - digits.Length)
            : $"{sign}{digits.AsSpan(0, point)}.{digits.AsSpan(point)}";
    }
}

using System.Globalization;
using System.Numerics;

namespace AgentBus.Jq;

/// <summary>A number literal taken apart, for printing and comparing it exactly.</summary>
/// <param name="Negative">Whether it has a minus sign.</param>
/// <param name="Digits">Its digits without leading zeros; "0" for zero.</param>
/// <param name="Exponent">The power of ten of the last digit.</param>
internal readonly record struct DecimalText(bool Negative, string Digits, BigInteger Exponent)
{
    public static DecimalText Parse(string literal)
    {
        var text = literal.AsSpan();
        var negative = text.StartsWith('-');
        text = text.TrimStart("+-");
        var e = text.IndexOfAny('e', 'E');
        var exponent = e < 0 ? BigInteger.Zero : BigInteger.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? text : text[..e];
        var point = mantissa.IndexOf('.');
        if (point >= 0)
        {
            exponent -= mantissa.Length - point - 1;
        }

        var digits = mantissa.ToString().Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        return new DecimalText(negative, digits.Length == 0 ? "0" : digits, exponent);
    }

    /// <summary>The scientific string of the General Decimal Arithmetic specification, which jq prints for literals.</summary>
    public override string ToString()
    {
        var sign = Negative ? "-" : "";
        var adjusted = Exponent + (Digits.Length - 1);
        if (Exponent <= 0 && adjusted >= -6)
        {
            var point = Digits.Length + (int)Exponent;
            return Exponent.IsZero ? sign + Digits
                : point > 0 ? $"{sign}{Digits.AsSpan(0, point)}.{Digits.AsSpan(point)}"
                : $"{sign}0.{new string('0', -point)}{Digits}";
        }

        var fraction = Digits.Length > 1 ? "." + Digits[1..] : "";
        return $"{sign}{Digits[0]}{fraction}E{(adjusted.Sign >= 0 ? "+" : "")}{adjusted.ToString(CultureInfo.InvariantCulture)}";
    }

    public static int Compare(DecimalText left, DecimalText right)
    {
        int leftSign = left.Sign, rightSign = right.Sign;
        return leftSign != rightSign ? leftSign.CompareTo(rightSign) : leftSign * CompareMagnitude(left, right);
    }

    private int Sign => Digits == "0" ? 0 : Negative ? -1 : 1;

    private static int CompareMagnitude(DecimalText left, DecimalText right)
    {
        var order = (left.Exponent + left.Digits.Length).CompareTo(right.Exponent + right.Digits.Length);
        return order != 0 ? order : string.CompareOrdinal(left.Digits.TrimEnd('0'), right.Digits.TrimEnd('0'));
    }
}

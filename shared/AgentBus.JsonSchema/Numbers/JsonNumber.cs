using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace AgentBus.JsonSchema.Numbers;

/// <summary>
/// A JSON number as it is written: digits times a power of ten, without rounding. Doubles would say that 0.3 is no multiple
/// of 0.1, and that integers beyond 2^53 are equal that are not.
/// </summary>
internal readonly struct JsonNumber
{
    /// <summary>Beyond this exponent numbers are told apart by their size only: an exact remainder would take that many digits.</summary>
    private const int MaxExactExponent = 5_000;

    private readonly BigInteger _digits;
    private readonly int _exponent;
    private readonly int _length;

    private JsonNumber(BigInteger digits, int exponent, int length)
    {
        _digits = digits;
        _exponent = exponent;
        _length = length;
    }

    public bool IsInteger => _digits.IsZero || _exponent >= 0;

    public static JsonNumber Of(JsonElement number)
    {
        var text = number.GetRawText();
        var end = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = end < 0 ? text : text[..end];
        var exponent = end < 0 ? 0 : Exponent(text.AsSpan(end + 1));
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0)
        {
            exponent -= mantissa.Length - point - 1;
            mantissa = mantissa.Remove(point, 1);
        }

        var digits = mantissa.TrimStart('-').TrimStart('0');
        var trimmed = digits.TrimEnd('0');
        var value = trimmed.Length == 0 ? BigInteger.Zero : BigInteger.Parse(trimmed, CultureInfo.InvariantCulture);
        return new JsonNumber(text[0] == '-' ? -value : value, exponent + digits.Length - trimmed.Length, trimmed.Length);
    }

    /// <summary>The sign of x minus y.</summary>
    public static int Compare(JsonElement x, JsonElement y) =>
        x.TryGetInt64(out var a) && y.TryGetInt64(out var b) ? a.CompareTo(b) : Compare(Of(x), Of(y));

    /// <summary>Whether the number is the factor times an integer.</summary>
    public static bool IsMultiple(JsonElement number, JsonElement factor)
    {
        if (number.TryGetInt64(out var n) && factor.TryGetInt64(out var f) && f > 0)
        {
            return n % f == 0;
        }

        var (x, y) = (Of(number), Of(factor));
        if (x._digits.IsZero || y._digits.IsZero)
        {
            return x._digits.IsZero;
        }

        // x = a * 10^s * y's power of ten: a multiple if a * 10^s is one of y's digits.
        var shift = (long)x._exponent - y._exponent;
        if (shift < -MaxExactExponent)
        {
            return false;
        }

        return shift >= 0
            ? (x._digits * BigInteger.ModPow(10, shift, BigInteger.Abs(y._digits))) % y._digits == 0
            : x._digits % (y._digits * BigInteger.Pow(10, (int)-shift)) == 0;
    }

    /// <summary>The whole number, or the bound of <see cref="long"/> on its side.</summary>
    public long ToInt64Saturated()
    {
        if (_length + (long)_exponent > 19)
        {
            return _digits.Sign < 0 ? long.MinValue : long.MaxValue;
        }

        var value = _digits * BigInteger.Pow(10, Math.Max(0, _exponent));
        return value > long.MaxValue ? long.MaxValue : value < long.MinValue ? long.MinValue : (long)value;
    }

    private static int Compare(JsonNumber x, JsonNumber y)
    {
        var sign = x._digits.Sign;
        if (sign != y._digits.Sign || sign == 0)
        {
            return sign.CompareTo(y._digits.Sign);
        }

        var magnitude = ((long)x._length + x._exponent).CompareTo((long)y._length + y._exponent);
        if (magnitude != 0)
        {
            return sign * magnitude;
        }

        // Of the same size, so their exponents differ by no more than their digits.
        var least = Math.Min(x._exponent, y._exponent);
        return (x._digits * BigInteger.Pow(10, x._exponent - least)).CompareTo(y._digits * BigInteger.Pow(10, y._exponent - least));
    }

    private static int Exponent(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            ? Math.Clamp(exponent, -1_000_000_000, 1_000_000_000)
            : text[0] == '-' ? -1_000_000_000 : 1_000_000_000;
}

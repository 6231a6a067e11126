using System.Globalization;
using System.Text;

namespace AgentBus.Jq;

/// <summary>C's strftime and strptime in the C locale and UTC.</summary>
internal static class TimeFormat
{
    private static readonly string[] Weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    public static string Format(BrokenTime time, string format)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            var flag = format[++i] is '-' or '_' or '0' or '^' or 'E' or 'O' && i + 1 < format.Length ? format[i++] : '\0';
            text.Append(Field(time, format[i], flag));
        }

        return text.ToString();
    }

    /// <summary>The time a text gives under a format; null when it does not match.</summary>
    public static BrokenTime? Parse(string text, string format) => new TimeParser(text).Parse(format);

    public static int NameIndex(bool month, ReadOnlySpan<char> text, out int length)
    {
        var names = month ? Months : Weekdays;
        for (var i = 0; i < names.Length; i++)
        {
            foreach (var name in new[] { names[i], names[i][..3] })
            {
                if (text.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                {
                    length = name.Length;
                    return i;
                }
            }
        }

        length = 0;
        return -1;
    }

    private static string Field(BrokenTime time, char field, char flag)
    {
        var hour12 = (time.Hour + 11) % 12 + 1;
        return field switch
        {
            'Y' => Number(time.Year, 1, flag),
            'C' => Number(time.Year / 100, 2, flag),
            'y' => Number(((time.Year % 100) + 100) % 100, 2, flag),
            'm' => Number(time.Month + 1, 2, flag),
            'd' => Number(time.Day, 2, flag),
            'e' => Number(time.Day, 2, flag == '\0' ? '_' : flag),
            'H' => Number(time.Hour, 2, flag),
            'k' => Number(time.Hour, 2, '_'),
            'I' => Number(hour12, 2, flag),
            'l' => Number(hour12, 2, '_'),
            'M' => Number(time.Minute, 2, flag),
            'S' => Number((long)time.Second, 2, flag),
            'j' => Number(time.DayOfYear + 1, 3, flag),
            'u' => Number(time.Weekday == 0 ? 7 : time.Weekday, 1, flag),
            'w' => Number(time.Weekday, 1, flag),
            's' => Number((long)Math.Floor(time.Seconds), 1, flag),
            'U' => Number((time.DayOfYear + 7 - time.Weekday) / 7, 2, flag),
            'W' => Number((time.DayOfYear + 7 - (time.Weekday + 6) % 7) / 7, 2, flag),
            'V' => Number(IsoWeek(time).Week, 2, flag),
            'G' => Number(IsoWeek(time).Year, 1, flag),
            'g' => Number(IsoWeek(time).Year % 100, 2, flag),
            _ => Word(time, field, flag),
        };
    }

    private static string Word(BrokenTime time, char field, char flag)
    {
        var word = field switch
        {
            'A' => Weekdays[time.Weekday],
            'a' => Weekdays[time.Weekday][..3],
            'B' => Months[((time.Month % 12) + 12) % 12],
            'b' or 'h' => Months[((time.Month % 12) + 12) % 12][..3],
            'p' => time.Hour < 12 ? "AM" : "PM",
            'P' => time.Hour < 12 ? "am" : "pm",
            'Z' => "UTC",
            'z' => "+0000",
            'n' => "\n",
            't' => "\t",
            '%' => "%",
            'D' or 'x' => Format(time, "%m/%d/%y"),
            'F' => Format(time, "%Y-%m-%d"),
            'T' or 'X' => Format(time, "%H:%M:%S"),
            'R' => Format(time, "%H:%M"),
            'r' => Format(time, "%I:%M:%S %p"),
            'c' => Format(time, "%a %b %e %H:%M:%S %Y"),
            _ => "%" + field,
        };
        return flag == '^' ? word.ToUpperInvariant() : word;
    }

    private static string Number(long value, int width, char flag)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return flag == '-' ? text : text.PadLeft(width, flag == '_' ? ' ' : '0');
    }

    /// <summary>ISO 8601 week: the one with the year's first Thursday is the first.</summary>
    private static (long Year, int Week) IsoWeek(BrokenTime time)
    {
        var monday0 = (time.Weekday + 6) % 7;
        var week = (time.DayOfYear - monday0 + 10) / 7;
        if (week < 1)
        {
            return (time.Year - 1, IsoWeek(new BrokenTime(time.Year - 1, 11, 31, 0, 0, 0)).Week);
        }

        var januaryFirst = new BrokenTime(time.Year + 1, 0, 1, 0, 0, 0).Weekday;
        var daysLeft = new BrokenTime(time.Year, 11, 31, 0, 0, 0).DayOfYear - time.DayOfYear;
        return week == 53 && januaryFirst is >= 1 and <= 4 && daysLeft < januaryFirst ? (time.Year + 1, 1) : (time.Year, week);
    }
}

/// <summary>One run of strptime over a text.</summary>
internal sealed class TimeParser(string text)
{
    private int _position;
    private long _year = 1900;
    private int _month;
    private int _day;
    private int _hour;
    private int _minute;
    private int _second;
    private int _offset;
    private bool? _afternoon;
    private double? _epoch;

    public BrokenTime? Parse(string format)
    {
        if (!Match(format) || _position != text.Length)
        {
            return null;
        }

        if (_epoch is { } seconds)
        {
            return BrokenTime.FromSeconds(seconds);
        }

        var hour = _afternoon is { } afternoon ? _hour % 12 + (afternoon ? 12 : 0) : _hour;
        return new BrokenTime(_year, _month, _day, hour, _minute, _second);
    }

    private bool Match(string format)
    {
        for (var i = 0; i < format.Length; i++)
        {
            if (char.IsWhiteSpace(format[i]))
            {
                SkipSpace();
            }
            else if (format[i] == '%' && i + 1 < format.Length)
            {
                i += format[i + 1] is 'E' or 'O' or '-' && i + 2 < format.Length ? 2 : 1;
                if (!Field(format[i]))
                {
                    return false;
                }
            }
            else if (_position < text.Length && text[_position] == format[i])
            {
                _position++;
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private bool Field(char field)
    {
        switch (field)
        {
            case 'Y': return Number(4, 0, 9999, out _year);
            case 'y': return Number(2, 0, 99, out _year) && (_year += _year < 69 ? 2000 : 1900) > 0;
            case 'm': return Number(2, 1, 12, out _month) && _month-- > 0;
            case 'd' or 'e': return Number(2, 1, 31, out _day);
            case 'H' or 'k': return Number(2, 0, 23, out _hour);
            case 'I' or 'l': return Number(2, 1, 12, out _hour);
            case 'M': return Number(2, 0, 59, out _minute);
            case 'S': return Number(2, 0, 61, out _second);
            case 'j': return Number(3, 1, 366, out _day) && (_month = 0) == 0;
            case 's': return Number(18, 0, long.MaxValue, out long epoch) && (_epoch = epoch) is not null;
            case 'u' or 'w': return Number(1, 0, 7, out int _);
            case 'A' or 'a': return Name(month: false) >= 0;
            case 'B' or 'b' or 'h': return (_month = Name(month: true)) >= 0;
            case 'p' or 'P': return Half();
            case 'Z': return Zone();
            case 'z': return Offset();
            case 'T': return Match("%H:%M:%S");
            case 'R': return Match("%H:%M");
            case 'F': return Match("%Y-%m-%d");
            case 'D': return Match("%m/%d/%y");
            case 'c': return Match("%a %b %e %H:%M:%S %Y");
            case 'n' or 't': SkipSpace(); return true;
            case '%': return _position < text.Length && text[_position++] == '%';
            default: return false;
        }
    }

    private bool Number(int digits, int minimum, int maximum, out int value)
    {
        var matched = Number(digits, minimum, maximum, out long number);
        value = (int)number;
        return matched;
    }

    private bool Number(int digits, long minimum, long maximum, out long value)
    {
        SkipSpace();
        value = 0;
        var start = _position;
        while (_position < text.Length && _position - start < digits && char.IsAsciiDigit(text[_position]))
        {
            value = value * 10 + (text[_position++] - '0');
        }

        return _position > start && value >= minimum && value <= maximum;
    }

    private int Name(bool month)
    {
        var index = TimeFormat.NameIndex(month, text.AsSpan(_position), out var length);
        _position += length;
        return index;
    }

    private bool Half()
    {
        var half = text.AsSpan(_position);
        _afternoon = half.StartsWith("PM", StringComparison.OrdinalIgnoreCase) ? true
            : half.StartsWith("AM", StringComparison.OrdinalIgnoreCase) ? false : null;
        _position += _afternoon is null ? 0 : 2;
        return _afternoon is not null;
    }

    private bool Zone()
    {
        var start = _position;
        while (_position < text.Length && char.IsAsciiLetter(text[_position]))
        {
            _position++;
        }

        return _position > start;
    }

    /// <summary>An offset is read and, as in jq, not applied.</summary>
    private bool Offset()
    {
        if (_position < text.Length && text[_position] == 'Z')
        {
            _position++;
            return true;
        }

        if (_position >= text.Length || text[_position] is not ('+' or '-'))
        {
            return false;
        }

        _position++;
        if (!Number(2, 0, 14, out _offset))
        {
            return false;
        }

        _position += _position < text.Length && text[_position] == ':' ? 1 : 0;
        return Number(2, 0, 59, out int _);
    }

    private void SkipSpace()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position]))
        {
            _position++;
        }
    }
}

using System.Globalization;
using Spectre.Console;

namespace AgentBus.Cli.Screen;

/// <summary>Values as people read them. All text that came from outside goes through <see cref="Safe"/>.</summary>
internal static class Shown
{
    /// <summary>Escapes markup and drops control characters, which could drive the terminal.</summary>
    public static string Safe(string? text) => Markup.Escape(Printable(text));

    /// <summary>One line without control characters.</summary>
    public static string Printable(string? text) =>
        text is null ? "" : string.Create(text.Length, text, (span, from) =>
        {
            for (var i = 0; i < from.Length; i++)
            {
                span[i] = char.IsControl(from[i]) ? ' ' : from[i];
            }
        });

    /// <summary>At most so many characters.</summary>
    public static string? Short(string? text, int most) => text is null || text.Length <= most ? text : text[..(most - 1)] + "…";

    public static string Time(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    public static string Money(decimal usd) => usd == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"${usd:0.####}");

    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, span.TotalSeconds):0.0} s"),
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.0} h"),
    };

    /// <summary>Colour of a state of a run or step.</summary>
    public static string Colour(string state) => state switch
    {
        "Completed" => "green",
        "Faulted" => "red",
        "Cancelled" or "Skipped" or "Compensated" => "grey",
        "Waiting" or "Paused" or "Pending" => "yellow",
        _ => "blue",
    };
}

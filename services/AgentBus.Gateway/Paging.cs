using System.Buffers.Text;
using System.Globalization;
using System.Text;
using AgentBus.Gateway.Problems;
using AgentBus.Storage.Queries;

namespace AgentBus.Gateway;

/// <summary>Reads query parameters with errors that name them.</summary>
internal static class Paging
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 500;

    public static int Limit(string? text) => text is null ? DefaultLimit
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit ? limit
        : throw ApiProblem.Invalid($"limit is '{text}'; a whole number from 1 to {MaxLimit} is wanted.");

    public static long After(string name, string? text) => text is null ? 0
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw ApiProblem.Invalid($"{name} is '{text}'; the number of a history entry is wanted.");

    public static DateTimeOffset? Time(string name, string? text) => text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw ApiProblem.Invalid($"{name} is '{text}'; an ISO 8601 time such as 2026-01-31T12:00:00Z is wanted.");

    public static T? OneOf<T>(string name, string? text, IReadOnlyList<T> allowed)
        where T : class =>
        text is null ? null
        : allowed.FirstOrDefault(a => string.Equals(a.ToString(), text, StringComparison.OrdinalIgnoreCase))
            ?? throw ApiProblem.Invalid($"{name} is '{text}'; one of {string.Join(", ", allowed)} is wanted.");

    public static Guid? Id(string name, string? text) => text is null ? null
        : Guid.TryParse(text, out var id) ? id
        : throw ApiProblem.Invalid($"{name} is '{text}'; an id such as 0197f2a4-5c1e-7d3a-9b1f-2f6f0c8d4e55 is wanted.");

    /// <summary>Opaque to callers.</summary>
    public static string Cursor(DateTimeOffset at, Guid id) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks}.{id:N}")));

    public static RunCursor? Cursor(string? text)
    {
        if (text is null)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[128];
        return text.Length <= 128 && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var length)
            && Encoding.ASCII.GetString(bytes[..length]).Split('.') is [var ticks, var id]
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks
            && Guid.TryParseExact(id, "N", out var run)
            ? new RunCursor(new DateTimeOffset(at, TimeSpan.Zero), run)
            : throw NotOurs("cursor");
    }

    /// <summary>Opaque to callers.</summary>
    public static string StepCursor(string step) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(step));

    public static string? StepCursor(string name, string? text) => text is null ? null
        : Base64Url.IsValid(text) && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)) is { Length: > 0 } step && !step.Contains('\0', StringComparison.Ordinal) ? step
        : throw NotOurs(name);

    private static ProblemException NotOurs(string name) =>
        ApiProblem.Invalid($"{name} is not one that this API gave out; take 'next' of the page before as it is.");
}

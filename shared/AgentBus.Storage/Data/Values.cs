using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentBus.Storage.Data;

/// <summary>
/// Column values of both databases. SQLite keeps times as Unix microseconds, PostgreSQL's own resolution, and money as billionths
/// of a dollar, the scale of our numeric columns: both round the same way.
/// </summary>
internal static class Values
{
    private const decimal NanosPerUsd = 1_000_000_000m;

    public static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static long NanoUsd(decimal usd) => (long)decimal.Round(usd * NanosPerUsd, MidpointRounding.AwayFromZero);

    public static string List(IReadOnlyList<string> items) => JsonSerializer.Serialize(items, ValuesJson.Default.IReadOnlyListString);

    public static string Headers(IReadOnlyDictionary<string, string> headers) =>
        JsonSerializer.Serialize(headers, ValuesJson.Default.IReadOnlyDictionaryStringString);

    public static IReadOnlyDictionary<string, string> Headers(string json) =>
        JsonSerializer.Deserialize(json, ValuesJson.Default.IReadOnlyDictionaryStringString)!;

    public static DateTimeOffset Time(this DbDataReader row, int column) => row.GetValue(column) switch
    {
        long micros => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond),
        DateTime utc => new DateTimeOffset(utc),
        var other => throw new InvalidDataException($"Column {row.GetName(column)} holds a {other.GetType().Name} where a time is expected."),
    };

    public static DateTimeOffset? TimeOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static decimal Usd(this DbDataReader row, int column) =>
        row.GetValue(column) is long nanos ? nanos / NanosPerUsd : row.GetDecimal(column);

    public static string? Text(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static byte[] Bytes(this DbDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static IReadOnlyList<string> List(this DbDataReader row, int column) =>
        JsonSerializer.Deserialize(row.GetString(column), ValuesJson.Default.IReadOnlyListString) ?? [];
}

/// <summary>Lists of words and headers, kept as JSON text.</summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class ValuesJson : JsonSerializerContext;

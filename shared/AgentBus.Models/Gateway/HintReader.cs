using System.Globalization;
using System.Text;
using AgentBus.Models.Cache;
using AgentBus.Models.Routing;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Gateway;

/// <summary>Reads hints; one that cannot be read or does not exist is an error, since a limit that is silently dropped is no limit.</summary>
internal sealed class HintReader(AdditionalPropertiesDictionary properties)
{
    private const int MostBytes = 1000;

    /// <summary>More than any ledger holds.</summary>
    private const decimal MostUsd = 1_000_000_000m;
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    public CallHints Read()
    {
        var hints = All();
        if (properties.Keys.FirstOrDefault(key => key.StartsWith(HintNames.Prefix, StringComparison.OrdinalIgnoreCase) && !_known.Contains(key)) is { } unknown)
        {
            throw new ModelException(new ModelError(
                ModelErrorCodes.InvalidRequest, 400, $"There is no hint '{Shortened(unknown)}'; there are {string.Join(", ", _known.Order(StringComparer.Ordinal))}."));
        }

        return hints;
    }

    private CallHints All() => new()
    {
        Task = Text(HintNames.Task),
        IdempotencyKey = Text(HintNames.IdempotencyKey),
        Tenant = Text(HintNames.Tenant) ?? CallHints.DefaultTenant,
        Run = Value(HintNames.Run, "a GUID", text => Guid.TryParse(text, out var run) ? run : (Guid?)null),
        Step = Text(HintNames.Step),
        TaskPath = Text(HintNames.TaskPath) ?? Text(HintNames.Step),
        Attempt = Value(HintNames.Attempt, "a whole number from 1", text => int.TryParse(text, CultureInfo.InvariantCulture, out var attempt) && attempt > 0 ? attempt : (int?)null),
        Agent = Text(HintNames.Agent),
        Workflow = Text(HintNames.Workflow),
        StepType = Text(HintNames.StepType),
        Objective = Value(HintNames.Objective, "quality, cost, latency or balanced", text => ByName<Objective>(text)),
        Deadline = Value(HintNames.Deadline, "an instant with its offset such as 2026-11-22T18:00:00Z", Instant),
        MaxCostUsd = Value(HintNames.MaxCostUsd, "US dollars, 0 to 1000000000", text => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var usd) && usd is >= 0 and <= MostUsd ? usd : (decimal?)null),
        MinQuality = Value(HintNames.MinQuality, "a number from 0 to 1", text => double.TryParse(text, CultureInfo.InvariantCulture, out var quality) && quality is >= 0 and <= 1 ? quality : (double?)null),
        DataPolicy = Text(HintNames.DataPolicy) is { } policy ? DataPolicy.Parse(policy) ?? throw Invalid(HintNames.DataPolicy, policy, DataPolicy.Forms) : DataPolicy.Anywhere,
        StrongerThan = Text(HintNames.StrongerThan),
        Rejected = Flag(HintNames.Rejected),
        MayExplore = Flag(HintNames.MayExplore),
        StepVersion = Text(HintNames.StepVersion),
        Cache = Value(HintNames.Cache, "off, exact or near", ByName<CacheMode>),
    };

    private bool Flag(string name) => Value(name, "true or false", text => bool.TryParse(text, out var flag) ? flag : (bool?)null) ?? false;

    private T? Value<T>(string name, string form, Func<string, T?> parse)
        where T : struct =>
        Text(name) is { } text ? parse(text) ?? throw Invalid(name, text, form) : null;

    /// <summary>Hints become keys of accounts and rows: what no store can hold is refused here, before anything is spent.</summary>
    private string? Text(string name)
    {
        _known.Add(name);
        if (!properties.TryGetValue(name, out var value) || Convert.ToString(value, CultureInfo.InvariantCulture) is not { Length: > 0 } text)
        {
            return null;
        }

        return Encoding.UTF8.GetByteCount(text) > MostBytes || text.Contains('\0', StringComparison.Ordinal)
            ? throw Invalid(name, text, $"at most {MostBytes} bytes without the character U+0000")
            : text;
    }

    private static T? ByName<T>(string text)
        where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.GetName(value)?.Equals(text, StringComparison.OrdinalIgnoreCase) == true ? value : null;

    private static DateTimeOffset? Instant(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;

    private static ModelException Invalid(string name, string text, string form) => new(new ModelError(
        ModelErrorCodes.InvalidRequest, 400, $"The hint '{name}' is '{Shortened(text)}'; give {form}."));

    private static string Shortened(string text) => text.Length > 100 ? text[..100] + "..." : text;
}

using AgentBus.Models.Gateway;

namespace AgentBus.Models.Cache;

/// <summary>Answers of other calls that are used again, section <c>Models:Cache</c>. Off unless it, or a call, says otherwise.</summary>
public sealed class CacheOptions
{
    /// <summary>What calls get that ask for nothing else: <c>Off</c> (default), <c>Exact</c> or <c>Near</c>.</summary>
    public CacheMode Mode { get; set; }

    /// <summary>The same for a step type, for all steps of a workflow (<c>namespace/name</c>) or for an agent, by its name.</summary>
    public IDictionary<string, CacheMode> StepTypes { get; } = new Dictionary<string, CacheMode>(StringComparer.Ordinal);

    /// <summary>How long an answer serves other calls. Default 1 h; 1 s to 30 days.</summary>
    public TimeSpan Ttl { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Most room of answers in memory, where there is no store; those nearest to their end go first. Default 256; read at start.</summary>
    public int MaxMegabytes { get; set; } = 256;

    internal CacheMode For(CallHints hints) => hints.Kinds.FirstOrDefault(StepTypes.ContainsKey) is { } kind ? StepTypes[kind] : Mode;

    internal IEnumerable<string> Errors()
    {
        if (Ttl < TimeSpan.FromSeconds(1) || Ttl > TimeSpan.FromDays(30))
        {
            yield return $"Models:Cache:Ttl is {Ttl}; give 1 s to 30 days.";
        }

        if (MaxMegabytes is < 1 or > 1_000_000)
        {
            yield return $"Models:Cache:MaxMegabytes is {MaxMegabytes}; give 1 to 1000000.";
        }
    }
}

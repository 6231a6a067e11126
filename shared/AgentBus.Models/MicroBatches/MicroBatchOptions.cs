using AgentBus.Models.Gateway;

namespace AgentBus.Models.MicroBatches;

/// <summary>Small calls of one kind that are asked in one prompt, section <c>Models:MicroBatch</c>. None unless step types are named.</summary>
public sealed class MicroBatchOptions
{
    internal const int Most = 50;

    /// <summary>By step type, workflow (<c>namespace/name</c>) or agent: how many calls may be one, 2 to 50.</summary>
    public IDictionary<string, int> StepTypes { get; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>How long the first of them waits for others. Default 20 ms; at most 10 s.</summary>
    public TimeSpan Wait { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Longest prompt of a call that takes part, in characters. Default 4,000.</summary>
    public int MaxCharacters { get; set; } = 4000;

    /// <summary>How many; null where each is asked by itself.</summary>
    internal int? Size(CallHints hints) => hints.Kinds.FirstOrDefault(StepTypes.ContainsKey) is { } kind ? StepTypes[kind] : null;

    internal IEnumerable<string> Errors()
    {
        foreach (var (name, size) in StepTypes.Where(entry => entry.Value is < 2 or > Most))
        {
            yield return $"Models:MicroBatch:StepTypes:{name} is {size}; give 2 to {Most}.";
        }

        if (Wait < TimeSpan.Zero || Wait > TimeSpan.FromSeconds(10))
        {
            yield return $"Models:MicroBatch:Wait is {Wait}; give 0 to 10 s.";
        }

        if (MaxCharacters < 1)
        {
            yield return $"Models:MicroBatch:MaxCharacters is {MaxCharacters}; give 1 or more.";
        }
    }
}

namespace AgentBus.Models.Batches;

/// <summary>Calls of steps that have much time, section <c>Models:Defer</c>.</summary>
public sealed class DeferOptions
{
    /// <summary>How far its deadline must be for a step's call to go into a batch; the step waits meanwhile, and holds no worker. Left out: none does. 10 min or more.</summary>
    public TimeSpan? From { get; set; }

    /// <summary>How often the step asks whether its answer is there. Default 1 min; 1 s to 1 h.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromMinutes(1);

    internal IEnumerable<string> Errors()
    {
        if (From < TimeSpan.FromMinutes(10))
        {
            yield return $"Models:Defer:From is {From}; give 10 min or more.";
        }

        if (Poll < TimeSpan.FromSeconds(1) || Poll > TimeSpan.FromHours(1))
        {
            yield return $"Models:Defer:Poll is {Poll}; give 1 s to 1 h.";
        }
    }
}

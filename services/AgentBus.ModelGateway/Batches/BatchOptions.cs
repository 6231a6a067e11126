namespace AgentBus.ModelGateway.Batches;

/// <summary>How batches are worked off, section <c>ModelGateway:Batches</c>.</summary>
public sealed class BatchOptions
{
    internal const string Section = "ModelGateway:Batches";

    /// <summary>Calls of batches that this gateway makes at once, beside all others. Default 4; 0 = none here: another gateway of the store works them off.</summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>How long a call is taken by a gateway that no longer lives: then another one makes it. Default 30 s; 2 s to 10 min.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long batches and files are kept. Default 30 days.</summary>
    public TimeSpan Kept { get; set; } = TimeSpan.FromDays(30);

    internal IEnumerable<string> Errors()
    {
        if (Concurrency is < 0 or > 1000)
        {
            yield return $"{Section}:Concurrency is {Concurrency}; give 0 to 1000.";
        }

        if (Lease < TimeSpan.FromSeconds(2) || Lease > TimeSpan.FromMinutes(10))
        {
            yield return $"{Section}:Lease is {Lease}; give 2 s to 10 min.";
        }

        if (Kept < TimeSpan.FromDays(8))
        {
            yield return $"{Section}:Kept is {Kept}; a batch may take 7 days, give 8 or more.";
        }
    }
}

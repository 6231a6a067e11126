namespace AgentBus.Models.Catalogue;

/// <summary>How a simulated provider behaves, under <c>Models:Providers:{name}:Simulated</c>. The same seed, model and prompt give the same answer.</summary>
public sealed class SimulatedOptions
{
    /// <summary>Seed of every draw. Default 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Median time to an answer. Default 50 ms.</summary>
    public TimeSpan Latency { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Spread of the time: standard deviation of its logarithm. Default 0, always the median; up to 2.</summary>
    public double LatencySpread { get; set; }

    /// <summary>Share of calls that fail with a 5xx, 0 to 1. Default 0; 1 is an outage.</summary>
    public double ErrorRate { get; set; }

    /// <summary>Share of calls that are refused as over the rate limit, 0 to 1. Default 0.</summary>
    public double RateLimitedRate { get; set; }

    /// <summary>Share of prompts it answers rightly, 0 to 1. A wrong answer fits no schema. Default 1.</summary>
    public double Quality { get; set; } = 1;

    /// <summary>Words in an answer without a schema. Default 20.</summary>
    public int Words { get; set; } = 20;
}

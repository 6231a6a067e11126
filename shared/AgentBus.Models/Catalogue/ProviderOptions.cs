namespace AgentBus.Models.Catalogue;

/// <summary>One provider, under <c>Models:Providers:{name}</c>. The built-in <c>extractive</c> needs no entry.</summary>
public sealed class ProviderOptions
{
    /// <summary>Which API it speaks.</summary>
    public ProviderKind Kind { get; set; }

    /// <summary>Root of the API, such as <c>https://api.openai.com/v1</c> (the default for OpenAI) or <c>http://localhost:11434/v1</c>; for Anthropic <c>https://api.anthropic.com</c>.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>Environment variable that holds the key. Without this and <see cref="ApiKeyFile"/> calls go out without a key, as local servers allow.</summary>
    public string? ApiKeyEnv { get; set; }

    /// <summary>File that holds the key; read again when it changes.</summary>
    public string? ApiKeyFile { get; set; }

    /// <summary>Whether it is the operator's own, which a data policy of <c>local-only</c> asks for. Left out: when its address is this machine.</summary>
    public bool? IsLocal { get; set; }

    /// <summary>Longest wait for one try; in a stream, for its first piece and between two pieces. Default 2 minutes; 1 s to 2 h.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Tries after the first that a rate limit, a 5xx or a lost connection is worth where no other model can take the call. Default 2; 0 to 10.</summary>
    public int Retries { get; set; } = 2;

    /// <summary>Longest retry-after the gateway sits out itself; a longer one goes back to the caller as 429. Default 10 s; 0 to 5 min.</summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>When a model of it counts as down.</summary>
    public BreakerOptions Breaker { get; set; } = new();

    /// <summary>How it behaves, for <see cref="ProviderKind.Simulated"/>.</summary>
    public SimulatedOptions Simulated { get; set; } = new();

    internal bool IsOwn => IsLocal ?? (Kind == ProviderKind.Simulated || BaseUrl is { IsLoopback: true });
}

namespace AgentBus.Models.Cache;

/// <summary>What the cache did for a call.</summary>
public enum CacheUse
{
    /// <summary>A model was asked: nothing kept served the call.</summary>
    Miss,

    /// <summary>An answer to the same request served it, or one that was just being made.</summary>
    Hit,

    /// <summary>An answer to a request in nearly the same words served it.</summary>
    Near,
}

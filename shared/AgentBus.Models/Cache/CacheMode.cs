namespace AgentBus.Models.Cache;

/// <summary>Which earlier answers may serve a call.</summary>
public enum CacheMode
{
    /// <summary>None.</summary>
    Off,

    /// <summary>Those to the same request.</summary>
    Exact,

    /// <summary>Also those to a request that differs only in white space, case and sentence punctuation of what the user says.</summary>
    Near,
}

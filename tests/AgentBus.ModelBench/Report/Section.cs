namespace AgentBus.ModelBench.Report;

/// <summary>Parts of the report.</summary>
internal enum Section
{
    /// <summary>What is asked of the router.</summary>
    Bars,

    /// <summary>What is asked of the gateway as a process.</summary>
    Gateway,

    /// <summary>Clients that others wrote, against the gateway.</summary>
    Clients,
}

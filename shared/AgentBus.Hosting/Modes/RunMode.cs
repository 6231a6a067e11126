namespace AgentBus.Hosting.Modes;

/// <summary>What a service was started for.</summary>
internal enum RunMode
{
    Run,
    Setup,
    Check,
}

using AgentBus.TestKit.Processes;

namespace AgentBus.Chaos.Running;

/// <summary>Where reports go.</summary>
internal static class ArtifactFolder
{
    public static string Path { get; } = System.IO.Path.Combine(ServiceProcess.RepositoryRoot, "artifacts");
}

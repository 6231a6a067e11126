using System.Reflection;
using AgentBus.Hosting;
using Microsoft.AspNetCore.Builder;

namespace AgentBus.AgentSdk;

/// <summary>The whole <c>Program.cs</c> of a worker.</summary>
public static class AgentWorker
{
    /// <summary>Runs the agents that <paramref name="add"/> adds until told to stop; <c>setup</c> and <c>check</c> work as in every service.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, Action<WebApplicationBuilder> add) =>
        AgentBusService.RunAsync(args, Assembly.GetEntryAssembly()?.GetName().Name ?? "agent-worker", add);
}

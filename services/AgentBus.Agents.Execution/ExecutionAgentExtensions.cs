using AgentBus.AgentSdk;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentBus.Agents.Execution;

/// <summary>Registers the execution agent.</summary>
public static class ExecutionAgentExtensions
{
    /// <summary>Adds the agent; options are <c>Agents:Execution</c>.</summary>
    public static IHostApplicationBuilder AddExecutionAgent(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ExecutionOptions>().BindConfiguration(ExecutionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<OutputRoot>();
        return builder.AddAgent<ExecutionAgent>(ExecutionJson.Default);
    }
}

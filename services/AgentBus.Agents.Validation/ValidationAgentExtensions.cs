using AgentBus.AgentSdk;
using Microsoft.Extensions.Hosting;

namespace AgentBus.Agents.Validation;

/// <summary>Registers the validation agent.</summary>
public static class ValidationAgentExtensions
{
    /// <summary>Adds the agent; it has no options of its own.</summary>
    public static IHostApplicationBuilder AddValidationAgent(this IHostApplicationBuilder builder) =>
        builder.AddAgent<ValidationAgent>(ValidationJson.Default);
}

using AgentBus.Agents.Research.Index;
using AgentBus.Agents.Research.Sources;
using AgentBus.Agents.Research.Web;
using AgentBus.AgentSdk;
using AgentBus.Hosting.Outbound;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AgentBus.Agents.Research;

/// <summary>Registers the research agent.</summary>
public static class ResearchAgentExtensions
{
    /// <summary>Adds the agent, its sources and its index; options are <c>Agents:Research</c>.</summary>
    public static IHostApplicationBuilder AddResearchAgent(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ResearchOptions>().BindConfiguration(ResearchOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services
            .AddSingleton<IndexFile>().AddSingleton<PassageIndex>().AddSingleton<LocalSources>().AddSingleton<SourceReader>()
            .AddSingleton(services => new WebReader(
                new HttpClient(GuardedHandler.Create(services.GetRequiredService<IOptions<ResearchOptions>>().Value.Outbound)),
                services.GetRequiredService<IOptions<ResearchOptions>>(), services.GetRequiredService<TimeProvider>()))
            .AddSingleton(services => new SearchClient(
                SearchClient.Client(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) }),
                services.GetRequiredService<IOptions<ResearchOptions>>(), services.GetRequiredService<TimeProvider>()));
        return builder.AddAgent<ResearchAgent>(ResearchJson.Default);
    }
}

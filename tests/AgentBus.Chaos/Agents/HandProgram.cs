using AgentBus.AgentSdk;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Chaos.Agents;

/// <summary>The worker of the load as a program: <c>AgentBus.Chaos agent run</c>, with <c>World:Url</c> and <c>World:AgentVersion</c>.</summary>
internal static class HandProgram
{
    public static Task<int> RunAsync(string[] args) => AgentWorker.RunAsync(args, builder =>
    {
        var url = new Uri(builder.Configuration["World:Url"] ?? throw new InvalidOperationException("World:Url is missing: where the outside world is."));
        builder.Services.AddSingleton(_ => new WorldClient(new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(10) }));
        _ = builder.Configuration["World:AgentVersion"] == "1.1.0" ? builder.AddAgent<HandTwo>(HandJson.Default) : builder.AddAgent<HandOne>(HandJson.Default);
    });
}

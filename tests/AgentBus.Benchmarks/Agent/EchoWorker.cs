using AgentBus.AgentSdk;
using AgentBus.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Benchmarks;

/// <summary>The process of the echo agent: a worker like any other, which also tells what it measured.</summary>
internal static class EchoWorker
{
    /// <summary>Where it tells the times of first dispatches since it was last asked, as JSON.</summary>
    public const string FirstDispatchesPath = "/bench/first-dispatches";

    public static Task<int> RunAsync(string[] args) => AgentBusService.RunAsync(
        args, "bench-agent",
        builder =>
        {
            builder.Services.AddSingleton<FirstDispatches>();
            builder.AddAgent<EchoAgent>(EchoJson.Default);
        },
        MapFirstDispatches);

    public static void MapFirstDispatches(WebApplication app) =>
        app.MapGet(FirstDispatchesPath, (FirstDispatches first) => Results.Json(first.Take(), EchoJson.Default.DoubleArray));
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentBus.ModelGateway.Tests;

/// <summary>A provider that always answers the same.</summary>
internal sealed class StandInProvider(WebApplication app) : IAsyncDisposable
{
    private int _calls;

    public int Calls => _calls;

    /// <summary>Configuration of a gateway that has this provider, without a key, at 1 USD per million prompt tokens.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["Models:Providers:local:Kind"] = "OpenAI",
        ["Models:Providers:local:BaseUrl"] = app.Urls.Single(),
        ["Models:Models:small:Provider"] = "local",
        ["Models:Models:small:InputUsdPerMillion"] = "1",
    };

    public static async Task<StandInProvider> StartAsync(int status, string json, string? retryAfter = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new StandInProvider(app);
        app.Run(context =>
        {
            Interlocked.Increment(ref provider._calls);
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = retryAfter;
            return context.Response.WriteAsync(json);
        });
        await app.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

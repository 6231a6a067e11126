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

    public static Task<StandInProvider> StartAsync(int status, string json, string? retryAfter = null) => StartAsync(context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = retryAfter;
        return context.Response.WriteAsync(json);
    });

    /// <summary>One that streams the pieces, each but the first after <paramref name="gate"/>, and unless it is whole ends there.</summary>
    public static Task<StandInProvider> StreamAsync(string[] pieces, Task gate, bool isWhole = true) => StartAsync(async context =>
    {
        context.Response.ContentType = "text/event-stream";
        for (var i = 0; i < pieces.Length; i++)
        {
            await (i > 0 ? gate : Task.CompletedTask);
            await WriteAsync(context, $$$"""{"choices":[{"index":0,"delta":{"content":"{{{pieces[i]}}}"}}]}""");
        }

        if (isWhole)
        {
            await WriteAsync(context, """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");
            await WriteAsync(context, """{"choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":100}}""");
            await WriteAsync(context, "[DONE]");
        }
    });

    private static async Task WriteAsync(HttpContext context, string data)
    {
        await context.Response.WriteAsync($"data: {data}\n\n");
        await context.Response.Body.FlushAsync();
    }

    private static async Task<StandInProvider> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new StandInProvider(app);
        app.Run(context =>
        {
            Interlocked.Increment(ref provider._calls);
            return answer(context);
        });
        await app.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentBus.Tests.Shared;

/// <summary>A provider that answers at once, and fails with 500 while it is switched off.</summary>
internal sealed class SwitchedProvider(WebApplication app) : IAsyncDisposable
{
    private const string Answer =
        """{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Done."},"finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":2,"total_tokens":22}}""";

    private int _failures;

    public volatile bool IsDown;

    /// <summary>Calls that met it while it was down.</summary>
    public int Failures => _failures;

    public string Url => app.Urls.Single();

    public static async Task<SwitchedProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new SwitchedProvider(app);
        app.Run(provider.AnswerAsync);
        await app.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        if (!IsDown)
        {
            return context.Response.WriteAsync(Answer);
        }

        Interlocked.Increment(ref _failures);
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        return context.Response.WriteAsync("{}");
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentBus.Tests.Shared;

/// <summary>A provider that takes its time, and knows what it is owed: it bills each call when it begins to work, whether or not anybody waits for the answer.</summary>
internal sealed class SlowProvider(WebApplication app) : IAsyncDisposable
{
    private const int PromptTokens = 20;
    private const int AnswerTokens = 300;
    private int _calls;

    public int Calls => _calls;

    public string Url => app.Urls.Single();

    /// <summary>At 1,000 USD per million tokens either way.</summary>
    public decimal OwedUsd => _calls * CostUsd;

    public static decimal CostUsd => (PromptTokens + AnswerTokens) * 1000m / 1_000_000m;

    public static async Task<SlowProvider> StartAsync(TimeSpan delay)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new SlowProvider(app);
        var answer = JsonSerializer.Serialize(new
        {
            id = "c1", @object = "chat.completion", created = 1, model = "m",
            choices = new[] { new { index = 0, message = new { role = "assistant", content = "Done." }, finish_reason = "stop" } },
            usage = new { prompt_tokens = PromptTokens, completion_tokens = AnswerTokens, total_tokens = PromptTokens + AnswerTokens },
        });
        app.Run(async context =>
        {
            Interlocked.Increment(ref provider._calls);
            await Task.Delay(delay, TimeProvider.System, CancellationToken.None);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(answer);
        });
        await app.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

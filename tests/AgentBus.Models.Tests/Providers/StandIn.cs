using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentBus.Models.Tests.Providers;

/// <summary>A server that stands in for a provider: gives the scripted answers in order, the last one again and again, and keeps what it was asked.</summary>
internal sealed class StandIn : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _script = new();
    private Func<HttpContext, Task>? _last;

    private StandIn(WebApplication app) => _app = app;

    public List<Request> Requests { get; } = [];

    public string Url => _app.Urls.Single();

    public static async Task<StandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new StandIn(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public StandIn Then(Func<HttpContext, Task> answer)
    {
        _script.Enqueue(answer);
        return this;
    }

    public StandIn ThenJson(string json, int status = 200, string? retryAfter = null) => Then(async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.RetryAfter = retryAfter;
        await context.Response.WriteAsync(json);
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        lock (Requests)
        {
            Requests.Add(new Request(context.Request.Path, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.RootElement.Clone()));
            _last = _script.TryDequeue(out var next) ? next : _last;
        }

        await (_last ?? throw new InvalidOperationException("Nothing is scripted."))(context);
    }

    internal sealed record Request(string Path, IReadOnlyDictionary<string, string> Headers, JsonElement Body);
}

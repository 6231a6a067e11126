using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentBus.AgentSdk.Tests.Chat;

/// <summary>A server that speaks the model gateway's wire and answers what the test says, in order.</summary>
internal sealed class StandInGateway : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Queue<(int Status, string Body, string? RetryAfter)> answers = new();

    private StandInGateway(WebApplication app) => this.app = app;

    public List<JsonElement> Requests { get; } = [];

    public List<string?> TraceParents { get; } = [];

    public string Url => app.Urls.First();

    public static async Task<StandInGateway> StartAsync()
    {
        var builder = WebApplication.CreateBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var gateway = new StandInGateway(builder.Build());
        gateway.app.MapPost("/v1/chat/completions", gateway.AnswerAsync);
        await gateway.app.StartAsync();
        return gateway;
    }

    public StandInGateway Says(string content) => Answers(200, JsonSerializer.Serialize(new
    {
        id = "1",
        model = "small",
        choices = new[] { new { message = new { role = "assistant", content }, finish_reason = "stop" } },
        usage = new { prompt_tokens = 10, completion_tokens = 5 },
        agentbus = new { provider = "p", costUsd = 0.25m },
    }));

    public StandInGateway Answers(int status, string body, string? retryAfter = null)
    {
        answers.Enqueue((status, body, retryAfter));
        return this;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        TraceParents.Add(context.Request.Headers.TraceParent);
        Requests.Add((await JsonDocument.ParseAsync(context.Request.Body)).RootElement.Clone());
        var (status, body, retryAfter) = answers.Dequeue();
        context.Response.StatusCode = status;
        context.Response.ContentType = body.StartsWith("data: ", StringComparison.Ordinal) ? "text/event-stream" : "application/json";
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        await context.Response.WriteAsync(body);
    }
}

using System.Text;
using System.Text.Json;
using AgentBus.Models.Tests.Providers;
using Microsoft.AspNetCore.Http;

namespace AgentBus.Models.Tests.Gateway;

/// <summary>What stand-in servers say.</summary>
internal static class Said
{
    /// <summary>A completion of 1,000 tokens in and 100 out.</summary>
    public static string Answer(string text) =>
        $$"""{"choices":[{"index":0,"message":{"role":"assistant","content":{{JsonSerializer.Serialize(text)}}},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100} }""";

    public static string Piece(string text) => $$"""{"id":"s1","model":"m","choices":[{"index":0,"delta":{"content":{{JsonSerializer.Serialize(text)}}} }]}""";

    public const string End = """{"id":"s1","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

    public const string Usage = """{"id":"s1","model":"m","choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}}""";

    public const string Done = "[DONE]";

    /// <summary>A stream of events; <paramref name="between"/> runs before each but the first, with its index.</summary>
    public static StandIn ThenStream(this StandIn server, string[] events, Func<int, HttpContext, Task>? between = null) => server.Then(async context =>
    {
        context.Response.ContentType = "text/event-stream";
        for (var i = 0; i < events.Length; i++)
        {
            await (i > 0 && between is not null ? between(i, context) : Task.CompletedTask);
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"data: {events[i]}\n\n"));
            await context.Response.Body.FlushAsync();
        }
    });
}

using System.Text.Json;
using AgentBus.Models.Gateway;
using AgentBus.Models.Wire;

namespace AgentBus.ModelGateway.Chat;

/// <summary>An answer as server-sent events in the OpenAI form. The answer is whole before the first event: it has been checked and priced, so no stream breaks off in the middle.</summary>
internal sealed class ChatStream(ChatAnswer answer, long created, bool includeUsage) : IResult
{
    private static readonly byte[] Prefix = "data: "u8.ToArray();
    private static readonly byte[] Suffix = "\n\n"u8.ToArray();
    private static readonly byte[] Done = "data: [DONE]\n\n"u8.ToArray();
    private readonly string _id = ChatToWire.Id(answer);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        foreach (var chunk in Chunks())
        {
            await response.Body.WriteAsync(Prefix, httpContext.RequestAborted);
            await JsonSerializer.SerializeAsync(response.Body, chunk, WireJson.Default.WireResponse, httpContext.RequestAborted);
            await response.Body.WriteAsync(Suffix, httpContext.RequestAborted);
        }

        await response.Body.WriteAsync(Done, httpContext.RequestAborted);
    }

    private IEnumerable<WireResponse> Chunks()
    {
        yield return Chunk(new WireMessage("assistant", ChatToWire.Text("")), null);
        if (answer.Response.Text is { Length: > 0 } text)
        {
            yield return Chunk(new WireMessage(null, ChatToWire.Text(text)), null);
        }

        if (ChatToWire.Calls(answer.Response.Messages.SelectMany(m => m.Contents)) is { } calls)
        {
            yield return Chunk(new WireMessage(null, null, [.. calls.Select((c, i) => c with { Index = i })]), null);
        }

        yield return Chunk(new WireMessage(null, null), ChatToWire.Finish(answer)) with { Agentbus = ChatToWire.Route(answer) };
        if (includeUsage)
        {
            yield return new WireResponse(_id, "chat.completion.chunk", created, answer.Model, [], ChatToWire.Usage(answer));
        }
    }

    private WireResponse Chunk(WireMessage delta, string? finish) =>
        new(_id, "chat.completion.chunk", created, answer.Model, [new WireChoice(0, null, delta, finish)]);
}

using System.Text.Json;
using AgentBus.ModelGateway.Errors;
using AgentBus.Models.Gateway;
using AgentBus.Models.Wire;
using Microsoft.Extensions.AI;

namespace AgentBus.ModelGateway.Chat;

/// <summary>
/// An answer as server-sent events in the OpenAI form, each piece sent as it comes. What fails before the first piece is an ordinary HTTP error; what breaks off later ends with
/// an error event and without <c>[DONE]</c>, so that no client takes half an answer for a whole one.
/// </summary>
internal sealed class ChatStream(IAsyncEnumerable<ChatResponseUpdate> updates, string model, long created, bool includeUsage) : IResult
{
    private static readonly byte[] Prefix = "data: "u8.ToArray();
    private static readonly byte[] Suffix = "\n\n"u8.ToArray();
    private static readonly byte[] Done = "data: [DONE]\n\n"u8.ToArray();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, stop) = (httpContext.Response, httpContext.RequestAborted);
        await using var pieces = updates.GetAsyncEnumerator(stop);
        var chunks = new StreamChunks(model, created, includeUsage);
        var more = await pieces.MoveNextAsync();
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        await WriteAsync(response, chunks.First(pieces.Current), stop);
        try
        {
            while (more)
            {
                await WriteAsync(response, chunks.Of(pieces.Current), stop);
                more = await pieces.MoveNextAsync();
            }

            await WriteAsync(response, chunks.Last(), stop);
            await response.Body.WriteAsync(Done, stop);
        }
        catch (ModelException e)
        {
            await WriteAsync(response, JsonSerializer.SerializeToUtf8Bytes(WireErrors.BodyOf(e), WireJson.Default.WireErrorBody), stop);
        }
    }

    private static async Task WriteAsync(HttpResponse response, IEnumerable<WireResponse> chunks, CancellationToken cancellationToken)
    {
        foreach (var chunk in chunks)
        {
            await WriteAsync(response, JsonSerializer.SerializeToUtf8Bytes(chunk, WireJson.Default.WireResponse), cancellationToken);
        }
    }

    private static async Task WriteAsync(HttpResponse response, byte[] json, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Prefix, cancellationToken);
        await response.Body.WriteAsync(json, cancellationToken);
        await response.Body.WriteAsync(Suffix, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}

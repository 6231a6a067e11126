using System.Text.Json;
using AgentBus.ModelGateway.Errors;
using AgentBus.Models.Gateway;
using AgentBus.Models.Wire;
using Microsoft.AspNetCore.Http.Features;

namespace AgentBus.ModelGateway.Chat;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal static class ChatCompletionsEndpoint
{
    public const long MaxBytes = 10 * 1024 * 1024;

    public static async Task<IResult> HandleAsync(HttpContext context, ChatRouter router, TimeProvider time, CancellationToken cancellationToken)
    {
        // A browser page may post other types to this machine without asking; this one it may not.
        if (!context.Request.HasJsonContentType())
        {
            return WireErrors.Of(415, ModelErrorCodes.InvalidRequest, "The body must be JSON; send 'Content-Type: application/json'.");
        }

        var isTooLarge = context.Request.ContentLength > MaxBytes;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            // A body that is announced as too large is drained by the server, so that the caller gets to read the answer.
            limit.MaxRequestBodySize = isTooLarge ? null : MaxBytes;
        }

        if (isTooLarge)
        {
            return WireErrors.TooLarge();
        }

        var request = await JsonSerializer.DeserializeAsync(context.Request.Body, WireJson.Default.WireRequest, cancellationToken)
            ?? throw new ModelException(new ModelError(ModelErrorCodes.InvalidRequest, 400, "The body is null; send a chat completion request."));
        var call = WireToChat.Call(request, HintHeaders.Read(context.Request.Headers));
        var created = time.GetUtcNow().ToUnixTimeSeconds();
        return request.Stream == true
            ? new ChatStream(router.StreamAsync(call, cancellationToken), call.Model, created, request.StreamOptions?.IncludeUsage == true)
            : Results.Json(ChatToWire.Response(await router.CompleteAsync(call, cancellationToken), created), WireJson.Default.WireResponse);
    }
}

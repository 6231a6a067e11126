using System.Text.Json;
using AgentBus.ModelGateway.Chat;
using AgentBus.Models.Gateway;

namespace AgentBus.ModelGateway.Errors;

/// <summary>Whatever goes wrong becomes one clear error.</summary>
internal sealed class ErrorFilter(ILogger<ErrorFilter> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (context.HttpContext.Request.Query.Any(q => q.Value.Any(v => v?.Contains('\0', StringComparison.Ordinal) == true)))
        {
            return WireErrors.Of(400, ModelErrorCodes.InvalidRequest, "The query has the character U+0000, which no name holds; leave it out.");
        }

        try
        {
            // A stream begins here and not after the filters, so that what fails before its first piece is an error like any other.
            var result = await next(context);
            if (result is ChatStream stream)
            {
                await stream.ExecuteAsync(context.HttpContext);
                return Results.Empty;
            }

            return result;
        }
        catch (ModelException e)
        {
            if (e.Error.RetryAfter is { } wait)
            {
                context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString("0", System.Globalization.CultureInfo.InvariantCulture);
            }

            return WireErrors.Of(e);
        }
        catch (JsonException e)
        {
            return WireErrors.Of(400, ModelErrorCodes.InvalidRequest, $"The body is not {Wanted(context.HttpContext.Request.Path)}: {Where(e)}.");
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return WireErrors.TooLarge();
        }
        catch (Exception e) when (e is not (OperationCanceledException or BadHttpRequestException) && !context.HttpContext.Response.HasStarted)
        {
            Log.RequestFailed(logger, e, context.HttpContext.Request.Method, context.HttpContext.Request.Path);
            return WireErrors.Of(500, ModelErrorCodes.InternalError, "The gateway failed; its log says how. Try again later.");
        }
    }

    private static string Wanted(PathString path) => path.Value?.EndsWith("/chat/completions", StringComparison.Ordinal) == true ? "a chat completion request"
        : path.Value?.EndsWith("/feedback", StringComparison.Ordinal) == true ? "of the form {\"decision\": \"<id>\", \"accepted\": true}"
        : "what this address takes";

    private static string Where(JsonException e) => e.LineNumber is null
        ? "a text in it is not valid Unicode, as half of a surrogate pair"
        : e.Path is { Length: > 1 } path
        ? $"at {path}, line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}"
        : $"at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}";
}

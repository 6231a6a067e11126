using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;

namespace AgentBus.Gateway.Problems;

/// <summary>Reads bodies within a limit, with errors that say line and column; the framework's own binder tells neither.</summary>
internal static class RequestBody
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static async Task<byte[]> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            throw ApiProblem.TooLarge(limit);
        }

        // Read by our own count: the test server and HTTP/2 proxies know no limit of the server's.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null;
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > limit)
            {
                throw ApiProblem.TooLarge(limit);
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>UTF-8 text; a byte order mark is dropped.</summary>
    public static async Task<string> ReadTextAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(request, limit, cancellationToken);
        return Encoding.UTF8.GetString(RequireUtf8(body)).TrimStart('\uFEFF');
    }

    public static async Task<T> ReadJsonAsync<T>(HttpRequest request, JsonTypeInfo<T> type, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentType is { } given && !request.HasJsonContentType())
        {
            throw ApiProblem.MediaType(given, "application/json");
        }

        var json = ParseJson(await ReadAsync(request, limit, cancellationToken));
        try
        {
            return json.Deserialize(type) ?? throw ApiProblem.Invalid("", "The body is null; an object is wanted.");
        }
        catch (JsonException e)
        {
            throw ApiProblem.Invalid(Pointer(e.Path), e.Message.Contains("could not be mapped", StringComparison.Ordinal)
                ? $"There is no property '{Pointer(e.Path)}' here."
                : $"The value at '{Pointer(e.Path)}' is not of the type that is wanted there.");
        }
    }

    /// <summary>Parses a body; says line and column where it is not JSON.</summary>
    public static JsonElement ParseJson(ReadOnlyMemory<byte> body)
    {
        RequireUtf8(body.Span);
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            RequireWholeCharacters(document.RootElement, body.Span);
            return document.RootElement.Clone();
        }
        catch (InvalidOperationException)
        {
            throw ApiProblem.Invalid("", "A text in the body holds half of a character: a \\ud800 to \\udfff escape without its other half.");
        }
        catch (JsonException e)
        {
            var (line, column) = ((int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
            var message = $"The body is not JSON at line {line}, byte {column}: {Reason(e.Message)}";
            throw ApiProblem.Invalid(message, [new ProblemError(line, column, "", message)]);
        }
    }

    // An escape such as \ud800 without its other half is JSON by its grammar, but no text: nothing behind this could read or write it.
    private static void RequireWholeCharacters(JsonElement json, ReadOnlySpan<byte> body)
    {
        if (body.IndexOf("\\ud"u8) >= 0 || body.IndexOf("\\uD"u8) >= 0)
        {
            ReadTexts(json);
        }
    }

    private static void ReadTexts(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                json.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                {
                    ReadTexts(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    _ = member.Name;
                    ReadTexts(member.Value);
                }

                break;
        }
    }

    private static ReadOnlySpan<byte> RequireUtf8(ReadOnlySpan<byte> body) =>
        Utf8.IsValid(body) ? body : throw ApiProblem.Invalid("", "The body is not UTF-8 text.");

    private static string Reason(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }

    // System.Text.Json says $.a.b; the API says /a/b everywhere.
    private static string Pointer(string? path) => (path ?? "$")[1..].Replace('.', '/').Replace("[", "/", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.Orchestrator.Calls.Secrets;

namespace AgentBus.Orchestrator.Calls.Http;

/// <summary>Makes an answer a step's output, in the standard's three forms.</summary>
internal static class HttpOutput
{
    /// <summary><c>raw</c>: the body in base64; <c>content</c> (the default): the body read by its type; <c>response</c>: all of it.</summary>
    public static JsonNode? Of(HttpAnswer answer, string? form, SecretMask mask) => form switch
    {
        "raw" => JsonValue.Create(Convert.ToBase64String(mask.Apply(answer.Body))),
        "response" => new JsonObject
        {
            ["request"] = new JsonObject
            {
                ["method"] = answer.Call.Method.Method.ToLowerInvariant(),
                ["uri"] = answer.Call.Uri.AbsoluteUri,
                ["headers"] = Headers(answer.Call.Headers),
            },
            ["statusCode"] = answer.Status,
            ["headers"] = Headers(answer.Headers),
            ["content"] = Content(answer, mask),
        },
        _ => Content(answer, mask),
    };

    public static bool IsText(HttpAnswer answer) => answer.ContentType is null || IsJson(answer.ContentType)
        || answer.ContentType.StartsWith("text/", StringComparison.Ordinal) || answer.ContentType.EndsWith("xml", StringComparison.Ordinal)
        || answer.ContentType.EndsWith("yaml", StringComparison.Ordinal) || answer.ContentType is "application/javascript" or "application/x-www-form-urlencoded";

    public static string Text(HttpAnswer answer)
    {
        try
        {
            return (answer.Charset is null ? Encoding.UTF8 : Encoding.GetEncoding(answer.Charset)).GetString(answer.Body);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8.GetString(answer.Body);
        }
    }

    private static bool IsJson(string type) => type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal) || type == "text/json";

    private static JsonNode? Content(HttpAnswer answer, SecretMask mask)
    {
        if (answer.Body.Length == 0)
        {
            return null;
        }

        if (answer.ContentType is { } type && IsJson(type))
        {
            return Json(answer);
        }

        return answer.ContentType is not null && IsText(answer) ? JsonValue.Create(Text(answer)) : JsonValue.Create(Convert.ToBase64String(mask.Apply(answer.Body)));
    }

    private static JsonNode? Json(HttpAnswer answer)
    {
        try
        {
            return JsonNode.Parse(answer.Body);
        }
        catch (JsonException wrong)
        {
            throw new CallException("communication", 502, $"{answer.Call} answered {answer.ContentType} that is no JSON: {wrong.Message} Use 'output: raw' to take it as it is.");
        }
    }

    // What authenticates is no part of an output.
    private static JsonObject Headers(IEnumerable<KeyValuePair<string, string>> headers)
    {
        var shown = new JsonObject();
        foreach (var (name, value) in headers)
        {
            shown[name] = name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) ? "***" : value;
        }

        return shown;
    }
}

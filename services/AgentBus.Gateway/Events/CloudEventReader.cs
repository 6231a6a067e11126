using System.Buffers;
using System.Text;
using System.Text.Json;
using AgentBus.Gateway.Problems;
using AgentBus.Workflows.Events;
using Microsoft.Net.Http.Headers;

namespace AgentBus.Gateway.Events;

/// <summary>
/// Reads the three HTTP forms of CloudEvents 1.0: structured, binary (<c>ce-*</c> headers) and batch. One bad event of a batch refuses the
/// whole batch, with every problem. Own code: the CloudEvents SDK is not on every feed, and the rules are few.
/// </summary>
internal static class CloudEventReader
{
    public const string Structured = "application/cloudevents+json";
    public const string Batch = "application/cloudevents-batch+json";
    private const string HeaderPrefix = "ce-";

    public static IReadOnlyList<CloudEvent> Read(string? contentType, IHeaderDictionary headers, byte[] body)
    {
        _ = MediaTypeHeaderValue.TryParse(contentType, out var parsed);
        var media = parsed?.MediaType.Value ?? "";
        if (media.Equals(Structured, StringComparison.OrdinalIgnoreCase))
        {
            return Check([("", RequestBody.ParseJson(body))]);
        }

        if (media.Equals(Batch, StringComparison.OrdinalIgnoreCase))
        {
            var batch = RequestBody.ParseJson(body);
            return batch.ValueKind == JsonValueKind.Array
                ? Check([.. batch.EnumerateArray().Select((e, i) => ($"/{i}", e))])
                : throw ApiProblem.Invalid("", "A batch is a JSON array of events.");
        }

        return headers.Keys.Any(IsAttribute)
            ? Check([("", FromHeaders(contentType, media, headers, body))])
            : throw ApiProblem.MediaType(contentType, $"{Structured}, {Batch}, or any type with ce-id, ce-source, ce-type and ce-specversion headers");
    }

    private static bool IsAttribute(string header) => header.StartsWith(HeaderPrefix, StringComparison.OrdinalIgnoreCase);

    private static List<CloudEvent> Check(IReadOnlyList<(string Path, JsonElement Event)> events)
    {
        var errors = events.SelectMany(e => CloudEventRules.Check(e.Event, e.Path))
            .Select(problem => new ProblemError(null, null, problem.Path, problem.Message)).ToList();
        if (errors.Count > 0)
        {
            throw ApiProblem.Invalid(
                errors.Count == 1 ? $"{errors[0].Path}: {errors[0].Message}" : $"There are {errors.Count} problems; no event was accepted.", errors);
        }

        return [.. events.Select(e => new CloudEvent(Text(e.Event, "id"), Text(e.Event, "source"), Text(e.Event, "type"), e.Event))];
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static JsonElement FromHeaders(string? contentType, string media, IHeaderDictionary headers, byte[] body)
    {
        var buffer = new ArrayBufferWriter<byte>(body.Length + 512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in headers.Where(h => IsAttribute(h.Key)))
            {
                writer.WriteString(name[HeaderPrefix.Length..].ToLowerInvariant(), Uri.UnescapeDataString(value.ToString()));
            }

            if (contentType is not null)
            {
                writer.WriteString("datacontenttype", contentType);
            }

            WriteData(writer, media, body);
            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static void WriteData(Utf8JsonWriter writer, string media, byte[] body)
    {
        if (body.Length == 0)
        {
            return;
        }

        if (media.Length == 0 || media.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase))
        {
            writer.WritePropertyName("data");
            RequestBody.ParseJson(body).WriteTo(writer);
        }
        else if (media.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
        {
            writer.WriteString("data", Encoding.UTF8.GetString(body));
        }
        else
        {
            writer.WriteBase64String("data_base64", body);
        }
    }
}

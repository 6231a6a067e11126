using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.Contracts;
using AgentBus.Hosting.Bus;
using AgentBus.Workflows.Events;

namespace AgentBus.Orchestrator.Triggers;

/// <summary>
/// Reads CloudEvents 1.0 over AMQP: structured (the body is the event) or binary (attributes in headers named
/// <c>cloudEvents:x</c>, <c>cloudEvents_x</c> or <c>ce-x</c>, the body is the data). See the CloudEvents AMQP protocol binding, section 3.
/// </summary>
internal sealed class CloudEventReader(Func<string, string> tenantOfSource) : IWireReader
{
    private static readonly string[] Prefixes = ["cloudEvents:", "cloudEvents_", "ce-"];

    public Type MessageType => typeof(TenantEvent);

    public object Read(string? contentType, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body)
    {
        var attributes = Attributes(headers);
        var cloudEvent = attributes.Count > 0 ? Binary(attributes, contentType, body) : Structured(body);
        var json = JsonSerializer.SerializeToElement(cloudEvent);
        var problems = CloudEventRules.Check(json, "").Select(problem => $"{problem.Path}: {problem.Message}").ToList();
        if (problems.Count > 0)
        {
            throw new FormatException($"Not a CloudEvent: {string.Join(' ', problems)}");
        }

        var tenant = headers.TryGetValue(WireHeaders.Tenant, out var given) && given.Length > 0
            ? given
            : tenantOfSource(json.GetProperty("source").GetString()!);
        return new TenantEvent(tenant, json);
    }

    private static Dictionary<string, string> Attributes(IReadOnlyDictionary<string, string> headers)
    {
        var found = new Dictionary<string, string>();
        foreach (var (name, value) in headers)
        {
            var prefix = Array.Find(Prefixes, p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase));
            if (prefix is not null)
            {
                found[name[prefix.Length..].ToLowerInvariant()] = value;
            }
        }

        return found;
    }

    private static JsonObject Structured(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonNode.Parse(body.Span) as JsonObject
                ?? throw new FormatException("Not a CloudEvent: the body is not a JSON object and no cloudEvents: headers are set.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"Not a CloudEvent: the body is not JSON ({e.Message}) and no cloudEvents: headers are set.", e);
        }
    }

    private static JsonObject Binary(Dictionary<string, string> attributes, string? contentType, ReadOnlyMemory<byte> body)
    {
        var cloudEvent = new JsonObject();
        foreach (var (name, value) in attributes)
        {
            cloudEvent[name] = value;
        }

        if (body.Length == 0)
        {
            return cloudEvent;
        }

        cloudEvent["datacontenttype"] = contentType ?? "application/json";
        if (contentType is null || contentType.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            cloudEvent["data"] = Data(body);
        }
        else if (contentType.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
        {
            cloudEvent["data"] = Encoding.UTF8.GetString(body.Span);
        }
        else
        {
            cloudEvent["data_base64"] = Convert.ToBase64String(body.Span);
        }

        return cloudEvent;
    }

    private static JsonNode? Data(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonNode.Parse(body.Span);
        }
        catch (JsonException e)
        {
            throw new FormatException($"The event's data is said to be JSON but is not: {e.Message}", e);
        }
    }
}

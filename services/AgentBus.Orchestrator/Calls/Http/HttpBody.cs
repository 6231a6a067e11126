using System.Text;
using System.Text.Json;

namespace AgentBus.Orchestrator.Calls.Http;

/// <summary>Writes a request's body in the form its content type asks for.</summary>
internal static class HttpBody
{
    /// <summary>A text is sent as it is; an object by a form's type as a form; all else as JSON.</summary>
    /// <param name="contentType">As the author gave it; null = text/plain for a text, else application/json.</param>
    public static (byte[] Bytes, string ContentType) Write(JsonElement body, string? contentType)
    {
        if (body.ValueKind == JsonValueKind.String)
        {
            return (Encoding.UTF8.GetBytes(body.GetString()!), contentType ?? "text/plain; charset=utf-8");
        }

        if (contentType is not null && contentType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            && body.ValueKind == JsonValueKind.Object)
        {
            var fields = body.EnumerateObject().Select(field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(JsonReading.Scalar(field.Value, $"The field '{field.Name}'") ?? "")}");
            return (Encoding.UTF8.GetBytes(string.Join('&', fields)), contentType);
        }

        return (JsonSerializer.SerializeToUtf8Bytes(body, CallsJson.Default.JsonElement), contentType ?? "application/json");
    }
}

using System.Text.Json;
using AgentBus.Orchestrator.Calls.Http;

namespace AgentBus.Orchestrator.Calls.OpenApi;

/// <summary>
/// Builds the request of an operation. A parameter goes where the document says; what is left is the body: the parameter <c>body</c> as a whole, else
/// an object of all that the operation does not name.
/// </summary>
internal sealed class OpenApiRequest(OpenApiOperation operation, string id, Call call)
{
    private readonly List<(string, JsonElement)> query = [];
    private readonly List<KeyValuePair<string, string>> headers = [];
    private readonly List<string> cookies = [];
    private string path = operation.Path;

    /// <exception cref="CallException">The arguments do not fit the operation.</exception>
    public HttpCall Build(int maxBytes)
    {
        var left = Given();
        foreach (var parameter in operation.Parameters.Where(p => p.In is not ("body" or "formData")))
        {
            if (left.Remove(parameter.Name, out var value))
            {
                Place(parameter, value);
            }
        }

        if (cookies.Count > 0)
        {
            headers.Add(new("Cookie", string.Join("; ", cookies)));
        }

        var body = Body(left);
        if (body is var (_, type))
        {
            headers.Add(new("Content-Type", type));
        }

        return new HttpCall
        {
            Method = new HttpMethod(operation.Method),
            Uri = new Uri($"{operation.Server.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path.TrimStart('/')}").With(query),
            Headers = headers,
            Body = body?.Bytes,
            Redirect = call.With.Flag("redirect"),
            MaxBytes = maxBytes,
            Task = call.Task,
            IsSecret = call.Secrets.Mask.Touches,
        };
    }

    private Dictionary<string, JsonElement> Given()
    {
        var given = call.With.Members("parameters").Where(parameter => parameter.Value.ValueKind != JsonValueKind.Null)
            .ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
        var missing = operation.Parameters.Where(p => p.Required && p.In != "body" && !given.ContainsKey(p.Name)).Select(p => p.Name).ToList();
        return missing.Count == 0 ? given : throw new CallException("validation", 400,
            $"The operation '{id}' of {call.Task} needs the parameters {string.Join(", ", missing)}. Give them under with.parameters.");
    }

    private void Place(OpenApiParameter parameter, JsonElement value)
    {
        switch (parameter.In)
        {
            case "path":
                path = path.Replace($"{{{parameter.Name}}}", Uri.EscapeDataString(parameter.Join(value)), StringComparison.Ordinal);
                break;
            case "query":
                query.Add((parameter.Name, parameter.Explode ? value : JsonSerializer.SerializeToElement(parameter.Join(value))));
                break;
            case "header":
                headers.Add(new(parameter.Name, parameter.Join(value)));
                break;
            case "cookie":
                cookies.Add($"{parameter.Name}={Uri.EscapeDataString(parameter.Join(value))}");
                break;
        }
    }

    private (byte[] Bytes, string Type)? Body(Dictionary<string, JsonElement> left)
    {
        if (operation.BodyType is not { } type)
        {
            return left.Count == 0 ? null : throw new CallException("validation", 400,
                $"The operation '{id}' of {call.Task} knows no {string.Join(", ", left.Keys)}. It has: {string.Join(", ", operation.Parameters.Select(p => p.Name).DefaultIfEmpty("no parameters"))}.");
        }

        var whole = operation.Parameters.FirstOrDefault(parameter => parameter.In == "body")?.Name ?? "body";
        if (left.TryGetValue(whole, out var body) || left.TryGetValue("body", out body))
        {
            return HttpBody.Write(body, type);
        }

        if (left.Count == 0)
        {
            return !operation.BodyRequired ? null : throw new CallException("validation", 400,
                $"The operation '{id}' of {call.Task} needs a body. Give it as with.parameters.body.");
        }

        return HttpBody.Write(JsonSerializer.SerializeToElement(left), type);
    }
}

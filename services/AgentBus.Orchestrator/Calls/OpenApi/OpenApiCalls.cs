using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.Orchestrator.Calls.Authentication;
using AgentBus.Orchestrator.Calls.Http;

namespace AgentBus.Orchestrator.Calls.OpenApi;

/// <summary>
/// <c>call: openapi</c>. A parameter goes where the document says; what is left is the body: the parameter <c>body</c> as a whole, else an object of
/// all that the operation does not name.
/// </summary>
internal sealed class OpenApiCalls(AuthenticatedSender sender, OpenApiDocuments documents, CallsOptions options) : ICallProtocol
{
    public async Task<JsonNode?> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var with = call.With;
        var (document, at) = await documents.GetAsync(with.Member("document")!.Value.Member("endpoint")!.Value, call, cancellationToken);
        var id = with.Text("operationId") ?? throw new CallException("validation", 400, $"The operationId of {call.Task} is no text.");
        var operation = OpenApiOperation.Find(document, id, at, call);
        var request = IdempotencyHeader.Add(Request(operation, id, with, call), call);
        var answer = await sender.SendAsync(request, with.Member("authentication"), call, cancellationToken);
        return HttpOutput.Of(HttpSender.Checked(answer), with.Text("output"), call.Secrets.Mask);
    }

    private HttpCall Request(OpenApiOperation operation, string id, JsonElement with, Call call)
    {
        var given = with.Members("parameters").Where(parameter => parameter.Value.ValueKind != JsonValueKind.Null)
            .ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
        var missing = operation.Parameters.Where(parameter => parameter.Required && parameter.In != "body" && !given.ContainsKey(parameter.Name)).ToList();
        if (missing.Count > 0)
        {
            throw new CallException("validation", 400, $"The operation '{id}' of {call.Task} needs the parameters {string.Join(", ", missing.Select(p => p.Name))}. Give them under with.parameters.");
        }

        var path = operation.Path;
        var query = new List<(string, JsonElement)>();
        var headers = new List<KeyValuePair<string, string>>();
        var cookies = new List<string>();
        foreach (var parameter in operation.Parameters.Where(p => p.In is not ("body" or "formData")))
        {
            if (!given.Remove(parameter.Name, out var value))
            {
                continue;
            }

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

        if (cookies.Count > 0)
        {
            headers.Add(new("Cookie", string.Join("; ", cookies)));
        }

        var body = Body(operation, id, given, call);
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
            Redirect = with.Flag("redirect"),
            MaxBytes = options.MaxBodyBytes,
            Task = call.Task,
            IsSecret = call.Secrets.Mask.Touches,
        };
    }

    private static (byte[] Bytes, string Type)? Body(OpenApiOperation operation, string id, Dictionary<string, JsonElement> left, Call call)
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

using System.Text.Json;

namespace AgentBus.Orchestrator.Calls.OpenApi;

/// <summary>An operation of an OpenAPI document, of version 3 or 2 (Swagger).</summary>
/// <param name="Path">With its placeholders.</param>
/// <param name="Server">Address that the path follows.</param>
/// <param name="BodyType">Content type of the request's body; null = it takes none.</param>
internal sealed record OpenApiOperation(
    string Method, string Path, Uri Server, IReadOnlyList<OpenApiParameter> Parameters, string? BodyType, bool BodyRequired)
{
    private const string FormType = "application/x-www-form-urlencoded";
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    /// <exception cref="CallException">The document has no such operation, or is none.</exception>
    public static OpenApiOperation Find(JsonElement document, string id, Uri at, Call call)
    {
        if (document.Text("openapi") is null && document.Text("swagger") is null)
        {
            throw new CallException("configuration", 400, $"{at} of {call.Task} is no OpenAPI document: it has neither 'openapi' nor 'swagger'.");
        }

        foreach (var (path, item) in document.Members("paths"))
        {
            foreach (var method in Methods)
            {
                if (Resolve(document, item).Member(method) is { } operation && operation.Text("operationId") == id)
                {
                    return Of(document, method, path, Resolve(document, item), operation, at);
                }
            }
        }

        var known = document.Members("paths").SelectMany(path => Methods.Select(method => Resolve(document, path.Value).Member(method)?.Text("operationId"))).OfType<string>().Take(20);
        throw new CallException("configuration", 400, $"{at} of {call.Task} has no operation '{id}'. It has: {string.Join(", ", known)}.");
    }

    private static OpenApiOperation Of(JsonElement document, string method, string path, JsonElement item, JsonElement operation, Uri at)
    {
        var parameters = ParametersOf(document, item).Concat(ParametersOf(document, operation))
            .GroupBy(parameter => (parameter.Name, parameter.In)).Select(same => same.Last()).ToList();
        if (document.Text("swagger") is not null)
        {
            var body = parameters.Find(parameter => parameter.In == "body");
            var form = parameters.Exists(parameter => parameter.In == "formData");
            return new(method.ToUpperInvariant(), path, SwaggerServer(document, operation, at), parameters,
                form ? FormType : body is null ? null : "application/json", body?.Required ?? false);
        }

        var request = operation.Member("requestBody") is { } reference ? Resolve(document, reference) : (JsonElement?)null;
        var types = request?.Members("content").Select(content => content.Name).ToList() ?? [];
        return new(method.ToUpperInvariant(), path, ServerOf(document, item, operation, at), parameters,
            types.Find(type => type.Contains("json", StringComparison.OrdinalIgnoreCase)) ?? types.Find(type => type == FormType) ?? types.FirstOrDefault(),
            request?.Flag("required") ?? false);
    }

    private static IEnumerable<OpenApiParameter> ParametersOf(JsonElement document, JsonElement owner) =>
        owner.Member("parameters") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(parameter => OpenApiParameter.Of(Resolve(document, parameter)))
            : [];

    private static Uri ServerOf(JsonElement document, JsonElement item, JsonElement operation, Uri at)
    {
        var servers = operation.Member("servers") ?? item.Member("servers") ?? document.Member("servers");
        if (servers is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
        {
            return new Uri(at, "/");
        }

        var url = list[0].Text("url") ?? "/";
        foreach (var (name, variable) in list[0].Members("variables"))
        {
            url = url.Replace($"{{{name}}}", variable.Text("default") ?? "", StringComparison.Ordinal);
        }

        return new Uri(at, url);
    }

    private static Uri SwaggerServer(JsonElement document, JsonElement operation, Uri at)
    {
        var schemes = (operation.Member("schemes") ?? document.Member("schemes")) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(scheme => scheme.GetString()).ToList()
            : [];
        var scheme = schemes.Count == 0 || schemes.Contains(at.Scheme) ? at.Scheme : schemes.Contains("https") ? "https" : "http";
        return new Uri($"{scheme}://{document.Text("host") ?? at.Authority}{document.Text("basePath") ?? "/"}");
    }

    /// <summary>The value a local reference stands for; references to elsewhere stand for nothing.</summary>
    private static JsonElement Resolve(JsonElement document, JsonElement value)
    {
        for (var hops = 0; hops < 10 && value.Text("$ref") is { } reference && reference.StartsWith("#/", StringComparison.Ordinal); hops++)
        {
            value = reference[2..].Split('/').Select(name => Uri.UnescapeDataString(name).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
                .Aggregate(document, (at, name) => at.Member(name) ?? default);
        }

        return value;
    }
}

using System.Collections.Concurrent;
using System.Text.Json;
using AgentBus.Orchestrator.Calls.Authentication;
using AgentBus.Orchestrator.Calls.Http;
using AgentBus.Workflows.Definitions;

namespace AgentBus.Orchestrator.Calls.OpenApi;

/// <summary>Fetches OpenAPI documents, in JSON or YAML. Those that need no authentication are kept for a few minutes.</summary>
internal sealed class OpenApiDocuments(AuthenticatedSender sender, CallsOptions options, TimeProvider time)
{
    private const int MaxKept = 50;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Uri, (JsonElement Document, DateTimeOffset Until)> kept = new();

    /// <summary>The document and where it was found in the end, which its relative addresses start from.</summary>
    public async Task<(JsonElement Document, Uri At)> GetAsync(JsonElement endpoint, Call call, CancellationToken cancellationToken)
    {
        var uri = HttpAddress.Of(endpoint, call.Task);
        if (kept.TryGetValue(uri, out var known) && known.Until > time.GetUtcNow())
        {
            return (known.Document, uri);
        }

        var request = new HttpCall
        {
            Method = HttpMethod.Get, Uri = uri, Headers = [new("Accept", "application/json, application/yaml;q=0.9, */*;q=0.1")], Redirect = true, MayRepeat = true,
            MaxBytes = options.MaxDocumentBytes, MaxBytesSetting = "Calls:MaxDocumentBytes", Task = call.Task, IsSecret = call.Secrets.Mask.Touches,
        };
        var answer = HttpSender.Checked(await sender.SendAsync(request, endpoint.Member("authentication"), call, cancellationToken), call.Secrets.Mask);
        var document = Parse(answer, call);
        if (endpoint.Member("authentication") is null && answer.Call.Uri == uri)
        {
            Keep(uri, document);
        }

        return (document, answer.Call.Uri);
    }

    private static JsonElement Parse(HttpAnswer answer, Call call)
    {
        var text = HttpOutput.Text(answer).TrimStart('\uFEFF');
        try
        {
            return text.AsSpan().TrimStart() is ['{', ..] ? JsonElement.Parse(text) : Yaml(text, answer, call);
        }
        catch (JsonException wrong)
        {
            throw new CallException("configuration", 400, $"The OpenAPI document {answer.Call.Uri} of {call.Task} cannot be read: {wrong.Message}");
        }
    }

    private static JsonElement Yaml(string text, HttpAnswer answer, Call call)
    {
        var (value, problem) = DefinitionText.ReadJson(text);
        return value ?? throw new CallException("configuration", 400, $"The OpenAPI document {answer.Call.Uri} of {call.Task} cannot be read: {problem}");
    }

    private void Keep(Uri uri, JsonElement document)
    {
        if (kept.Count >= MaxKept)
        {
            kept.Clear();
        }

        kept[uri] = (document, time.GetUtcNow() + Lifetime);
    }
}

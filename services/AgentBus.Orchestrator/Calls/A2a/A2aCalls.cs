using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.Orchestrator.Calls.Authentication;
using AgentBus.Orchestrator.Calls.Http;

namespace AgentBus.Orchestrator.Calls.A2a;

/// <summary>
/// <c>call: a2a</c>: JSON-RPC over HTTP to an agent that its card, or a server's address, names. The streaming methods give an array of all that was
/// streamed.
/// </summary>
internal sealed class A2aCalls(AuthenticatedSender sender, CallsOptions options) : ICallProtocol
{
    public async Task<JsonNode?> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var method = call.With.Text("method")!;
        var (uri, authentication) = await ServerAsync(call, cancellationToken);
        var parameters = Parameters(call, method);
        var isStream = method is "message/stream" or "tasks/resubscribe";
        var message = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method };
        if (parameters is not null)
        {
            message["params"] = parameters;
        }

        var isRead = method is "tasks/get" or "tasks/list" or "tasks/resubscribe" or "agent/getAuthenticatedExtendedCard" || method.EndsWith("Config/get", StringComparison.Ordinal)
            || method.EndsWith("Config/list", StringComparison.Ordinal);
        var request = IdempotencyHeader.Add(new HttpCall
        {
            Method = HttpMethod.Post,
            Uri = uri,
            Headers = [new("Content-Type", "application/json"), new("Accept", isStream ? "text/event-stream" : "application/json")],
            Body = JsonSerializer.SerializeToUtf8Bytes(message),
            MaxBytes = options.MaxBodyBytes,
            Task = call.Task,
            IsSecret = call.Secrets.Mask.Touches,
        }, call);
        request = request with { MayRepeat = request.MayRepeat || isRead };
        var answer = HttpSender.Checked(await sender.SendAsync(request, authentication, call, cancellationToken), call.Secrets.Mask);
        return isStream && answer.ContentType == "text/event-stream"
            ? new JsonArray([.. Events(answer).Select(text => Result(text, answer))])
            : isStream ? new JsonArray(Result(HttpOutput.Text(answer), answer)) : Result(HttpOutput.Text(answer), answer);
    }

    private async Task<(Uri Uri, JsonElement? Authentication)> ServerAsync(Call call, CancellationToken cancellationToken)
    {
        if (call.With.Member("agentCard") is not { } card)
        {
            var server = call.With.Member("server")!.Value;
            return (HttpAddress.Of(server, call.Task), server.Member("authentication"));
        }

        var endpoint = card.Member("endpoint")!.Value;
        var authentication = endpoint.Member("authentication");
        var at = HttpAddress.Of(endpoint, call.Task);
        var answer = HttpSender.Checked(await sender.SendAsync(new HttpCall
        {
            Method = HttpMethod.Get, Uri = at, Headers = [new("Accept", "application/json")], Redirect = true, MayRepeat = true,
            MaxBytes = options.MaxDocumentBytes, MaxBytesSetting = "Calls:MaxDocumentBytes", Task = call.Task, IsSecret = call.Secrets.Mask.Touches,
        }, authentication, call, cancellationToken), call.Secrets.Mask);
        var address = AgentCard.Address(answer) ?? throw new CallException("configuration", 400, $"The agent card {at} of {call.Task} names no JSON-RPC address.");
        var uri = new Uri(answer.Call.Uri, address);

        // A card may name any address; only its own origin is shown what opened the card.
        var sameOrigin = Uri.Compare(uri, at, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
        return (uri, sameOrigin ? authentication : null);
    }

    private static JsonNode? Parameters(Call call, string method)
    {
        var parameters = call.With.Member("parameters") is { } given ? JsonNode.Parse(given.GetRawText()) : null;
        if (method is "message/send" or "message/stream" && parameters?["message"] is JsonObject message)
        {
            // The same for every attempt, so that the agent knows a repetition.
            message["messageId"] ??= (call.IdempotencyKey ?? Guid.NewGuid()).ToString();
            message["role"] ??= "user";
        }

        return parameters;
    }

    private static IEnumerable<string> Events(HttpAnswer answer) =>
        SseParser.Create(new MemoryStream(answer.Body)).Enumerate().Select(item => item.Data).Where(data => data.Length > 0);

    private static JsonNode? Result(string text, HttpAnswer answer)
    {
        try
        {
            var reply = JsonNode.Parse(text) as JsonObject ?? throw new JsonException("it is no object.");
            if (reply["error"] is JsonObject error)
            {
                throw new CallException("runtime", 500, $"{answer.Call} answered the error {error["code"]}: {error["message"]}");
            }

            return reply["result"]?.DeepClone();
        }
        catch (JsonException wrong)
        {
            throw new CallException("runtime", 500, $"{answer.Call} answered what is no JSON-RPC: {wrong.Message}");
        }
    }
}

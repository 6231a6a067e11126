using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentBus.Orchestrator.Calls.Authentication;

namespace AgentBus.Orchestrator.Calls.Http;

/// <summary><c>call: http</c>.</summary>
internal sealed partial class HttpCalls(AuthenticatedSender sender, CallsOptions options) : ICallProtocol
{
    private const string ContentType = "Content-Type";

    public async Task<JsonNode?> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var with = call.With;
        var endpoint = with.Member("endpoint")!.Value;
        var method = with.Text("method")?.ToUpperInvariant();
        if (method is null || !Method().IsMatch(method))
        {
            throw new CallException("validation", 400, $"The method of {call.Task} is '{method}'. Use one such as get or post.");
        }

        var headers = Headers(with).ToList();
        var request = new HttpCall
        {
            Method = new HttpMethod(method),
            Uri = HttpAddress.Of(endpoint, call.Task).With(with.Members("query")),
            Redirect = with.Flag("redirect"),
            MaxBytes = options.MaxBodyBytes,
            Task = call.Task,
            IsSecret = call.Secrets.Mask.Touches,
        };
        if (with.Member("body") is { } body)
        {
            var given = headers.Find(header => header.Key.Equals(ContentType, StringComparison.OrdinalIgnoreCase));
            var (bytes, type) = HttpBody.Write(body, given.Value);
            headers.Remove(given);
            headers.Add(new(ContentType, type));
            request = request with { Body = bytes };
        }
        else
        {
            // Without a body there is nothing whose type it could be.
            headers.RemoveAll(header => header.Key.Equals(ContentType, StringComparison.OrdinalIgnoreCase));
        }

        request = IdempotencyHeader.Add(request with { Headers = headers }, call);
        var answer = await sender.SendAsync(request, endpoint.Member("authentication"), call, cancellationToken);
        return HttpOutput.Of(HttpSender.Checked(answer, call.Secrets.Mask), with.Text("output"), call.Secrets.Mask);
    }

    private static IEnumerable<KeyValuePair<string, string>> Headers(JsonElement with) =>
        with.Members("headers").Select(header => (header.Name, Value: JsonReading.Scalar(header.Value, $"The header '{header.Name}'")))
            .Where(header => header.Value is not null).Select(header => KeyValuePair.Create(header.Name, header.Value!));

    [GeneratedRegex("^[A-Z0-9!#$%&'*+.^_`|~-]{1,32}$", RegexOptions.NonBacktracking)]
    private static partial Regex Method();
}

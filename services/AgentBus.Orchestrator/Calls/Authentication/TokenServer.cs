using System.Text;
using System.Text.Json;
using AgentBus.Orchestrator.Calls.Http;

namespace AgentBus.Orchestrator.Calls.Authentication;

/// <summary>Asks an OAuth 2.0 (RFC 6749) or OpenID Connect server for a token, with the grants client_credentials and password.</summary>
internal sealed class TokenServer(HttpSender sender)
{
    private const int MaxBytes = 256 * 1024;

    /// <summary>Where tokens are given: of oauth2 a path below the authority, of oidc what the authority's discovery document says.</summary>
    public async Task<Uri> EndpointAsync(JsonElement settings, string scheme, Call call, CancellationToken cancellationToken)
    {
        var authority = Authenticator.Need(settings, "authority", scheme, call).TrimEnd('/');
        if (scheme == "oauth2")
        {
            var path = settings.Member("endpoints")?.Text("token") ?? "/oauth2/token";
            return Address(Uri.IsWellFormedUriString(path, UriKind.Absolute) ? path : $"{authority}/{path.TrimStart('/')}", call);
        }

        const string WellKnown = "/.well-known/openid-configuration";
        var discovery = Address(authority.EndsWith(WellKnown, StringComparison.Ordinal) ? authority : authority + WellKnown, call);
        var answer = await SendAsync(new HttpCall { Method = HttpMethod.Get, Uri = discovery, MaxBytes = MaxBytes, Task = call.Task, MayRepeat = true, IsSecret = call.Secrets.Mask.Touches }, call, cancellationToken);
        return Address(answer.Text("token_endpoint") ?? throw Refused(discovery, "names no token_endpoint", call), call);
    }

    /// <summary>The server's answer: a JSON object.</summary>
    public Task<JsonElement> AskAsync(Uri endpoint, JsonElement settings, string scheme, Call call, CancellationToken cancellationToken)
    {
        var grant = Authenticator.Need(settings, "grant", scheme, call);
        if (grant is not ("client_credentials" or "password"))
        {
            throw new CallException("configuration", 400, $"The grant '{grant}' of {call.Task} is not supported. Use client_credentials or password.");
        }

        var client = settings.Member("client") ?? throw new CallException("authentication", 401, $"The authentication '{scheme}' of {call.Task} has no 'client'.");
        var fields = new Dictionary<string, string> { ["grant_type"] = grant };
        if (grant == "password")
        {
            fields["username"] = Authenticator.Need(settings, "username", scheme, call);
            fields["password"] = Authenticator.Need(settings, "password", scheme, call);
        }

        Add(fields, "scope", string.Join(' ', Texts(settings, "scopes")));
        Add(fields, "audience", string.Join(' ', Texts(settings, "audiences")));
        var (id, secret) = (Authenticator.Need(client, "id", scheme, call), client.Member("secret") is { } given ? JsonReading.Scalar(given, "The client's secret") : null);
        var method = client.Text("authentication") ?? "client_secret_post";
        List<KeyValuePair<string, string>> headers = [new("Accept", "application/json")];
        if (method == "client_secret_basic")
        {
            // RFC 6749, 2.3.1: both are form-encoded first.
            var pair = $"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret ?? "")}";
            headers.Add(new("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))}"));
        }
        else
        {
            fields["client_id"] = id;
            Add(fields, "client_secret", method == "none" ? null : secret);
        }

        var encoding = settings.Member("request")?.Text("encoding") ?? "application/x-www-form-urlencoded";
        var (body, type) = HttpBody.Write(JsonSerializer.SerializeToElement(fields), encoding);
        headers.Add(new("Content-Type", type));
        return SendAsync(
            new HttpCall { Method = HttpMethod.Post, Uri = endpoint, Headers = headers, Body = body, MaxBytes = MaxBytes, Task = call.Task, MayRepeat = true, IsSecret = call.Secrets.Mask.Touches }, call, cancellationToken);
    }

    public static CallException Refused(Uri uri, string why, Call call) =>
        new("authentication", 401, $"No token for {call.Task}: {uri.GetLeftPart(UriPartial.Path)} {why}.");

    public static IEnumerable<string> Texts(JsonElement settings, string name) =>
        settings.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(item => JsonReading.Scalar(item, $"'{name}'")).OfType<string>() : [];

    private async Task<JsonElement> SendAsync(HttpCall request, Call call, CancellationToken cancellationToken)
    {
        var answer = await sender.SendAsync(request, null, cancellationToken);
        if (answer.Status is < 200 or > 299)
        {
            // RFC 6749, 5.2: invalid_client, invalid_scope and the like.
            var body = Read(answer);
            var why = body?.Text("error") is { } error ? $": {error} {body?.Text("error_description")}".TrimEnd() : "";
            throw new CallException("authentication", 401, $"No token for {call.Task}: {request} answered {answer.Status}{why}.") { MayPass = answer.Status >= 500 };
        }

        return Read(answer) ?? throw Refused(request.Uri, "answered no JSON object", call);
    }

    private static JsonElement? Read(HttpAnswer answer)
    {
        try
        {
            var value = JsonElement.Parse(answer.Body);
            return value.ValueKind == JsonValueKind.Object ? value : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Uri Address(string text, Call call) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new CallException("configuration", 400, $"The token server of {call.Task} is '{text}', which is no http or https address.");

    private static void Add(Dictionary<string, string> fields, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            fields[name] = value;
        }
    }
}
